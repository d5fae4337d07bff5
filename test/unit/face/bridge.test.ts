import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBridge } from '../../../preload/bridge.ts';
import { channels } from '../../../preload/channels.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import type { ConnectionState } from '../../../preload/contract/events.ts';
import { type ProcedureName, procedureNames } from '../../../preload/contract/procedures.ts';
import type { MadoguchiWindow } from '../../../preload/contract/window-api.ts';

/** The face's channels as the preload script sees them, with a main process that answers as the test says. */
function face(
  answer: (...values: readonly unknown[]) => unknown = () => ok({}),
  firstQuestions: readonly ProcedureName[] = [],
) {
  const invoked: unknown[][] = [];
  const listeners = new Map<string, (event: unknown, ...values: readonly unknown[]) => void>();
  const bridge: MadoguchiWindow = createBridge(
    {
      async invoke(channel, ...values) {
        invoked.push([channel, ...values]);
        return answer(...values);
      },
      on: (channel, listener) => listeners.set(channel, listener),
    },
    firstQuestions,
  );
  return {
    bridge,
    invoked,
    channelsHeard: () => [...listeners.keys()],
    tell: (channel: string, ...values: unknown[]) => listeners.get(channel)?.({ sender: 'ipc' }, ...values),
  };
}

describe('a call', () => {
  test('goes to the one channel with name and input', async () => {
    const { bridge, invoked } = face(() => ok({}));
    expect(await bridge.call('lab.signOut', {})).toEqual(ok({}));
    expect(invoked).toEqual([[channels.call, 'lab.signOut', {}]]);
  });

  test.each([undefined, null, {}, 7, ['lab.signOut'], { toString: () => 'lab.signOut' }])(
    '%j is no name and never reaches the channel (I9)',
    async (name) => {
      const { bridge, invoked } = face();
      expect(await bridge.call(name as unknown as ProcedureName, {})).toEqual(
        refuse('call/unknown-procedure'),
      );
      expect(invoked).toEqual([]);
    },
  );

  test('every name of the contract does', async () => {
    const { bridge, invoked } = face();
    for (const name of procedureNames) await bridge.call(name, {} as never);
    expect(invoked.map(([, name]) => name)).toEqual(procedureNames);
  });

  test.each([
    [undefined],
    [null],
    [true],
    ['{"ok":true,"value":1}'],
    [[]],
    [{}],
    [{ ok: true }],
    [{ ok: 1, value: 1 }],
    [{ ok: 'true', value: 1 }],
    [{ ok: false }],
    [{ ok: false, refusal: null }],
    [{ ok: false, refusal: 'call/failed' }],
    [{ ok: false, refusal: {} }],
    [{ ok: false, refusal: { code: 'made/up' } }],
    [{ ok: false, refusal: { code: '__proto__' } }],
    [{ ok: false, refusal: { code: ['case/none'] } }],
    [{ refusal: { code: 'case/none' } }],
  ])('answered with %j is a failed call', async (answer) => {
    const { bridge } = face(() => answer);
    expect(await bridge.call('lab.signOut', {})).toEqual(refuse('call/failed'));
  });

  test('gives a refusal on with its parameters, and nothing else of it', async () => {
    const from = async (refusal: unknown) => {
      const { bridge } = face(() => ({ ok: false, refusal, stack: 'secret' }));
      return bridge.call('lab.signOut', {});
    };
    expect(await from({ code: 'sign-in/wait', parameters: { seconds: 30 } })).toEqual(
      refuse('sign-in/wait', { seconds: 30 }),
    );
    expect(await from({ code: 'case/none', message: 'secret' })).toEqual(refuse('case/none'));
    expect(await from({ code: 'case/none', parameters: { nested: { a: 1 } } })).toEqual(refuse('case/none'));
    expect(await from({ code: 'case/none', parameters: null })).toEqual(refuse('case/none'));
  });

  test('that throws in the main process says nothing of why', async () => {
    const { bridge } = face(() => {
      throw new Error('secret');
    });
    expect(await bridge.call('lab.signOut', {})).toEqual(refuse('call/failed'));
  });

  test('never throws, whatever comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (answer) => {
        const { bridge } = face(() => answer);
        expect(await bridge.call('lab.signOut', {})).toHaveProperty('ok');
      }),
    );
  });
});

describe('events', () => {
  test('reach those who listen to that kind, without the sender', () => {
    const { bridge, tell } = face();
    const heard: unknown[] = [];
    bridge.on('staff', (...given) => heard.push(given));
    tell(channels.event, 'staff', null);
    tell(channels.event, 'case', { other: true });
    tell(channels.event, ['staff'], 1);
    tell(channels.event, '__proto__', 1);
    expect(heard).toEqual([[null]]);
  });

  test('end for a listener that was removed, and only for it', () => {
    const { bridge, tell } = face();
    const heard: string[] = [];
    const removeFirst = bridge.on('suspensions', () => heard.push('first'));
    bridge.on('suspensions', () => heard.push('second'));
    tell(channels.event, 'suspensions', {});
    removeFirst();
    removeFirst();
    tell(channels.event, 'suspensions', {});
    expect(heard).toEqual(['first', 'second', 'second']);
  });

  test('a listener that removes itself while it hears does not keep the others from hearing', () => {
    const { bridge, tell } = face();
    const heard: string[] = [];
    const remove = bridge.on('suspensions', () => {
      heard.push('first');
      remove();
    });
    bridge.on('suspensions', () => heard.push('second'));
    tell(channels.event, 'suspensions', {});
    expect(heard).toEqual(['first', 'second']);
  });

  test('come over one channel, whatever is listened to', () => {
    const { bridge, channelsHeard } = face();
    bridge.on('staff', () => undefined);
    bridge.on('toString' as 'staff', () => undefined);
    expect(channelsHeard()).toEqual([channels.event, channels.connection]);
  });
});

describe('the connection', () => {
  test('is told at once and at every change; other words are not believed', () => {
    const { bridge, tell } = face();
    const states: ConnectionState[] = [];
    const remove = bridge.onConnection((state) => states.push(state));
    tell(channels.connection, 'connected');
    tell(channels.connection, 'excellent');
    tell(channels.connection, { toString: () => 'lost' });
    tell(channels.connection, 'lost');
    remove();
    tell(channels.connection, 'connected');
    expect(states).toEqual(['connecting', 'connected', 'lost']);
    const late: ConnectionState[] = [];
    bridge.onConnection((state) => late.push(state));
    expect(late).toEqual(['connected']);
  });
});

describe('first questions', () => {
  const opened = () => {
    let count = 0;
    const asked = face(() => ok({ count: ++count }), ['station.status', 'lab.session']);
    asked.tell(channels.connection, 'connected');
    return asked;
  };

  test('are asked once the agent is there, and the page gets each answer once', async () => {
    const { bridge, invoked } = opened();
    expect(invoked.map(([, name]) => name)).toEqual(['station.status', 'lab.session']);
    expect(await bridge.call('lab.session', {})).toEqual(ok({ count: 2 }));
    expect(await bridge.call('station.status', {})).toEqual(ok({ count: 1 }));
    expect(await bridge.call('station.status', {})).toEqual(ok({ count: 3 }));
  });

  test.each([
    ['something is told', (asked: ReturnType<typeof face>) => asked.tell(channels.event, 'session', null)],
    ['the agent goes', (asked: ReturnType<typeof face>) => asked.tell(channels.connection, 'lost')],
    [
      'the agent comes again, which asks nothing of its own accord',
      (asked: ReturnType<typeof face>) => {
        asked.tell(channels.connection, 'lost');
        asked.tell(channels.connection, 'connected');
      },
    ],
  ])('are asked anew by the page when %s', async (_, meanwhile) => {
    const asked = opened();
    meanwhile(asked);
    expect(asked.invoked).toHaveLength(2);
    expect(await asked.bridge.call('lab.session', {})).toEqual(ok({ count: 3 }));
  });

  test('answer no question that has an input', async () => {
    const { bridge } = opened();
    expect(await bridge.call('lab.session', { other: 1 } as never)).toEqual(ok({ count: 3 }));
  });
});

test('the page gets three functions and nothing of the channels beneath', () => {
  expect(Object.keys(face().bridge).sort()).toEqual(['call', 'on', 'onConnection']);
});
