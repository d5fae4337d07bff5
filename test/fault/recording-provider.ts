import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Provider, ProviderAnswer, ProviderFailure } from '../../main/provider/provider.ts';

/** A change that really took place; a call that changed nothing leaves none. */
export interface ProviderChange {
  readonly change: 'suspended' | 'resumed';
}

/** What the next calls meet: `lost` does what is asked and cuts the answer off, `down` does nothing. */
export type ProviderMood = 'well' | 'lost' | 'down' | 'slow';

export interface RecordingProvider {
  readonly url: string;
  /** The mood lasts for so long. */
  setMood(mood: ProviderMood, forMs: number): void;
  /** The person gets a new account; the one before keeps what it has and is nobody's any more. */
  moveAccount(person: string): void;
  /** What changed at each of a person's accounts, oldest first. */
  changesOf(person: string): readonly (readonly ProviderChange['change'][])[];
  isSuspended(person: string): boolean;
  readonly calls: number;
  stop(): Promise<void>;
}

/** A provider that outlives the hubs, in the process that judges them. */
export async function startRecordingProvider(): Promise<RecordingProvider> {
  const suspended = new Set<string>();
  const changes = new Map<string, ProviderChange['change'][]>();
  let mood: ProviderMood = 'well';
  let moodUntil = 0;
  let calls = 0;
  const moves = new Map<string, number>();
  const accountsOf = (person: string) =>
    Array.from({ length: (moves.get(person) ?? 0) + 1 }, (_, place) => `${person}/${place}`);
  const moodNow = (): ProviderMood => (performance.now() < moodUntil ? mood : 'well');

  /** `target` is an account, or nothing for the list; `find` says which one is a person's now. */
  function carryOut(action: string, target: string): unknown {
    if (action === 'find') return { account: accountsOf(target).at(-1) };
    if (action === 'status') return { suspended: suspended.has(target) };
    if (action === 'list') return { people: [...suspended].map((account) => account.split('/')[0]) };
    const wanted = action === 'suspend';
    if (suspended.has(target) !== wanted) {
      if (wanted) suspended.add(target);
      else suspended.delete(target);
      changes.set(target, [...(changes.get(target) ?? []), wanted ? 'suspended' : 'resumed']);
    }
    return {};
  }

  async function answer(path: string, response: ServerResponse): Promise<void> {
    const [, action = '', target = ''] = path.split('/');
    const met = moodNow();
    if (met === 'down') {
      response.writeHead(503).end();
      return;
    }
    if (met === 'slow') await delay(400);
    calls += 1;
    const said = carryOut(action, decodeURIComponent(target));
    if (met === 'lost') response.destroy();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }

  const server = createServer((request, response) => {
    void answer(request.url ?? '/', response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the provider has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    setMood(next, forMs) {
      mood = next;
      moodUntil = performance.now() + forMs;
    },
    moveAccount: (person) => void moves.set(person, (moves.get(person) ?? 0) + 1),
    changesOf: (person) => accountsOf(person).map((account) => changes.get(account) ?? []),
    isSuspended: (person) => accountsOf(person).some((account) => suspended.has(account)),
    get calls() {
      return calls;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const failure: ProviderFailure = { ok: false, code: 'provider/unavailable' };

/** A hub's side of it. Named as the simulated provider, which is what it is to the hub. */
export function connectRecordingProvider(url: string): Provider {
  async function ask<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<z.output<Schema> | null> {
    try {
      const response = await fetch(`${url}/${path}`, { signal });
      return response.ok ? schema.parse(await response.json()) : null;
    } catch {
      return null;
    }
  }
  const find = async (person: string, signal: AbortSignal): Promise<string | null> =>
    (await ask(`find/${encodeURIComponent(person)}`, z.object({ account: z.string() }), signal))?.account ??
    null;
  /** Says at which account it was, also where it doesn't know how that ended. */
  const change = async (
    action: 'suspend' | 'resume',
    account: string | null,
    signal: AbortSignal,
  ): Promise<ProviderAnswer> => {
    if (account === null) return failure;
    const done = await ask(`${action}/${encodeURIComponent(account)}`, z.unknown(), signal);
    return { ...(done === null ? failure : { ok: true, propagatingUntil: null }), account };
  };
  return {
    kind: 'simulated',
    simulated: true,
    suspend: async (person, signal) => change('suspend', await find(person, signal), signal),
    resume: async (person, signal) => change('resume', await find(person, signal), signal),
    resumeAccount: (account, signal) => change('resume', account, signal),
    async status(person, signal) {
      const account = await find(person, signal);
      if (account === null) return failure;
      const said = await ask(
        `status/${encodeURIComponent(account)}`,
        z.object({ suspended: z.boolean() }),
        signal,
      );
      return said === null ? failure : { ok: true, suspended: said.suspended };
    },
    async listSuspended(signal) {
      const said = await ask('list', z.object({ people: z.array(z.string()) }), signal);
      return said === null ? failure : { ok: true, people: said.people };
    },
    health: async () => ({ ok: true }),
  };
}
