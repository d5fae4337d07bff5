import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createHidFidoClient } from '../../../../native/client/hid-fido-client.ts';
import { createNodeHidPort } from '../../../../native/hid/node-hid-port.ts';
import type { GuestAnswer, GuestCallName, GuestHandlers, GuestQuestion } from '../guest-calls.ts';
import { runCeremony } from './ceremony.ts';
import { keyCareHandlers } from './key-care-handlers.ts';
import { createKeyShelf } from './key-shelf.ts';
import { runTool } from './tool-run.ts';

// The guest's program: answers the tests' questions, one JSON line each. Several may be open at a time.
const shelf = createKeyShelf();
const port = createNodeHidPort();
const client = createHidFidoClient({ port });

const handlers: GuestHandlers<GuestCallName> = {
  plugIn: (key) => shelf.plugIn(key),
  async pullOut({ id }) {
    await shelf.pullOut(id);
    return null;
  },
  async setHands(hands) {
    shelf.setHands(hands);
    return null;
  },
  list: () => port.list(),
  watchUntil: ({ count }) => watchUntil(count),
  register: ({ options, ...ceremony }) =>
    runCeremony(shelf, ceremony, (context) => client.makeCredential(options, context)),
  authenticate: ({ options, ...ceremony }) =>
    runCeremony(shelf, ceremony, (context) => client.getAssertion(options, context)),
  ...keyCareHandlers(shelf, port),
  run: runTool,
  lookWithoutPermission: () =>
    runTool({ command: [process.execPath, join(import.meta.dirname, 'look-without-permission.mjs')] }),
};

function watchUntil(count: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const look = async (): Promise<void> => {
      const listed = await port.list();
      if (!listed.ok || listed.value.length !== count) return;
      stop();
      resolve(Math.round(performance.now() - shelf.changedAt));
    };
    const stop = port.watch(() => void look().catch(reject));
  });
}

function answer(line: GuestAnswer): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function serve({ number, call, input }: GuestQuestion): Promise<void> {
  try {
    // The tests' side is typed by the same table.
    const handler = handlers[call] as (given: unknown) => Promise<unknown>;
    answer({ number, output: await handler(input) });
  } catch (error) {
    answer({ number, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

createInterface({ input: process.stdin }).on('line', (line) => void serve(JSON.parse(line)));
answer({ number: 0, output: null });
