import { expect, test } from 'vitest';
import type { EventSink } from '../../../main/agent/ports.ts';
import { createKeyPrompts } from '../../../main/agent/staff/key-prompts.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { connectedProgram, faceServer, type LocalProgram } from './face-bench.ts';

const gone = refuse('key/prompt-gone');

/**
 * An agent whose `ask` waits for a PIN as a sign-in does, over a real socket: what it was given is the call's answer, and
 * `cancelled` where the prompt was given up.
 */
async function agentWithKey(onAborted: () => void = () => undefined) {
  const sink: EventSink = { emit: (name, event, only) => server.emit(name, event, only) };
  const prompts = createKeyPrompts(sink);
  const server = await faceServer({
    onHungUp: prompts.hungUp,
    dispatch: async (name, input) => {
      const { promptId, pin } = input as Record<string, string>;
      if (name === 'pin') return prompts.answerPin(promptId ?? '', pin ?? '');
      if (name === 'change')
        return prompts.answerPinChange(promptId ?? '', { present: pin ?? '', next: pin ?? '' });
      if (name === 'cancel') return prompts.cancel(promptId ?? '');
      if (name !== 'ask') return ok(null);
      const operation = prompts.begin('sign-in');
      if (!operation.ok) return operation;
      const { interaction, signal, finish } = operation.value;
      signal.addEventListener('abort', onAborted, { once: true });
      const given = await interaction.requestPin({ retriesLeft: 8, minimumLength: 4, wrong: false });
      finish();
      return ok(given ?? 'cancelled');
    },
  });
  return server;
}

const call = (program: LocalProgram, id: number, name: string, input: unknown = {}) =>
  program.send({ jsonrpc: '2.0', id, method: 'call', params: { name, input } });

/** The prompt that the program's own call set off. */
async function ask(program: LocalProgram): Promise<string> {
  call(program, 100, 'ask');
  const told = await program.next();
  const { name, event } = told.params as { name: string; event: { promptId: string } };
  expect(name).toBe('key');
  return event.promptId;
}

test('a prompt is answered and cancelled by the connection whose call set it off, and by no other, which hears of it not at all (I9)', async () => {
  const { runtimeFolder } = await agentWithKey();
  const window = await connectedProgram(runtimeFolder);
  const stranger = await connectedProgram(runtimeFolder);
  const promptId = await ask(window);

  // It knows the number all the same: from the window's memory, say.
  for (const [name, input] of [
    ['pin', { promptId, pin: '0000' }],
    ['change', { promptId, pin: '0000' }],
    ['cancel', { promptId }],
  ] as const) {
    expect(await stranger.request('call', { name, input })).toEqual(gone);
  }
  expect(stranger.waiting()).toBe(0);

  call(window, 101, 'pin', { promptId, pin: '2468' });
  const said = [await window.next(), await window.next(), await window.next()];
  expect(said.find(({ id }) => id === 101)?.result).toEqual(ok({}));
  expect(said.find(({ id }) => id === 100)?.result).toEqual(ok('2468'));
  expect(said.find(({ params }) => params !== undefined)?.params).toEqual({ name: 'key', event: null });
  expect(await stranger.request('call', { name: 'nothing', input: {} })).toEqual(ok(null));
  expect(stranger.waiting()).toBe(0);
});

test("a stranger's own prompt is shown in no window, so that nobody types a PIN for it", async () => {
  const { runtimeFolder } = await agentWithKey();
  const window = await connectedProgram(runtimeFolder);
  const stranger = await connectedProgram(runtimeFolder);
  const promptId = await ask(stranger);
  expect(await window.request('call', { name: 'pin', input: { promptId, pin: '2468' } })).toEqual(gone);
  expect(await window.request('call', { name: 'ask', input: {} })).toEqual(refuse('key/busy'));
  expect(window.waiting()).toBe(0);
});

test('a connection that is gone leaves no prompt that nobody could answer', async () => {
  let aborted: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    aborted = resolve;
  });
  const { runtimeFolder } = await agentWithKey(aborted);
  const window = await connectedProgram(runtimeFolder);
  await ask(window);
  window.socket.destroy();
  await over;
  const next = await connectedProgram(runtimeFolder);
  const promptId = await ask(next);
  call(next, 101, 'cancel', { promptId });
  const said = [await next.next(), await next.next(), await next.next()];
  expect(said.find(({ id }) => id === 100)?.result).toEqual(ok('cancelled'));
});
