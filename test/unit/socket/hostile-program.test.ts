import { describe, expect, test } from 'vitest';
import { maximumMessageBytes } from '../../../main/socket/json-lines.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import { procedures } from '../../../preload/contract/procedures.ts';
import { routerBench } from '../router/router-bench.ts';
import { connectedProgram, faceServer, localProgram, readToken } from './face-bench.ts';

/** The agent still serves another face: nothing that a stranger does may end it. */
async function stillServes(runtimeFolder: string): Promise<void> {
  const face = await connectedProgram(runtimeFolder);
  expect(await face.request('call', { name: 'a', input: 1 })).toEqual(ok({ name: 'a', input: 1 }));
  face.socket.destroy();
}

const notExpected: readonly (readonly [string, string])[] = [
  ['text that is not JSON', 'hello'],
  ['an empty line', ''],
  ['a number', '7'],
  ['null', 'null'],
  ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"call","params":{}}]'],
  ['JSON-RPC 1', '{"id":1,"method":"call","params":{}}'],
  ['another version', '{"jsonrpc":"1.0","id":1,"method":"call"}'],
  ['a cancellation without parameters', '{"jsonrpc":"2.0","method":"$/cancelRequest"}'],
  ['a cancellation', '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}'],
  ['a notification', '{"jsonrpc":"2.0","method":"event","params":{"name":"staff","event":null}}'],
  ['a spoofed response', '{"jsonrpc":"2.0","id":1,"result":{"ok":true,"value":null}}'],
  ['a spoofed error', '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}}'],
  ['neither request nor response', '{"jsonrpc":"2.0","__proto__":{"method":"call"}}'],
  ['an id that is an object', '{"jsonrpc":"2.0","id":{"a":1},"method":"call","params":{}}'],
  ['an id of no end', `{"jsonrpc":"2.0","id":"${'9'.repeat(1000)}","method":"call","params":{}}`],
  ['a method that is no text', '{"jsonrpc":"2.0","id":1,"method":["call"],"params":{}}'],
  ['deep nesting', `{"jsonrpc":"2.0","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
];

describe('what is no request ends the connection, and nothing else (I9)', () => {
  test.each(notExpected)('%s before the handshake', async (_, line) => {
    const { runtimeFolder } = await faceServer();
    const program = await localProgram(runtimeFolder);
    program.sendText(`${line}\n`);
    await program.closed;
    expect(program.waiting()).toBe(0);
    await stillServes(runtimeFolder);
  });

  test.each(notExpected)('%s after the handshake', async (_, line) => {
    const { runtimeFolder } = await faceServer();
    const program = await connectedProgram(runtimeFolder);
    program.sendText(`${line}\n`);
    await program.closed;
    await stillServes(runtimeFolder);
  });

  test('bytes that are not UTF-8', async () => {
    const { runtimeFolder } = await faceServer();
    const program = await localProgram(runtimeFolder);
    program.sendText(Buffer.from([0xff, 0xfe, 0x00, 0x0a]));
    await program.closed;
    await stillServes(runtimeFolder);
  });

  test('ten megabytes without an end of line', async () => {
    const { runtimeFolder } = await faceServer();
    const program = await localProgram(runtimeFolder);
    program.sendText(Buffer.alloc(10 * 1024 * 1024, 0x61));
    await program.closed;
    expect(program.socket.bytesWritten).toBeGreaterThan(maximumMessageBytes);
    await stillServes(runtimeFolder);
  });

  test('one byte more than a message may have; one that just fits is served', async () => {
    const { runtimeFolder } = await faceServer({ dispatch: async () => ok(null) });
    const program = await connectedProgram(runtimeFolder);
    const line = (input: string) =>
      JSON.stringify({ jsonrpc: '2.0', id: 'x', method: 'call', params: { name: 'a', input } });
    const filler = 'a'.repeat(maximumMessageBytes - line('').length);
    program.sendText(`${line(filler)}\n`);
    expect((await program.next()).result).toEqual(ok(null));
    program.sendText(`${line(`${filler}a`)}\n`);
    await program.closed;
  });
});

describe('the handshake', () => {
  test.each([
    ['another token', { token: 'A'.repeat(43) }],
    ['a token that begins well', null],
    ['no token', {}],
    ['an empty one', { token: '' }],
    ['a list', { token: ['x'] }],
    ['an object that looks like text', { token: { length: 43 } }],
    ['a token in the prototype', JSON.parse('{"__proto__":{"token":"x"}}')],
  ])('with %s is refused and ends the connection', async (_, params) => {
    const { runtimeFolder } = await faceServer();
    const program = await localProgram(runtimeFolder);
    const given = params ?? { token: readToken(runtimeFolder).slice(0, -1) };
    expect(await program.request('handshake', given)).toEqual(refuse('call/handshake-refused'));
    await program.closed;
  });

  test('is asked once: a second one ends the connection, and what follows is not served', async () => {
    let calls = 0;
    const { runtimeFolder } = await faceServer({
      dispatch: async () => {
        calls += 1;
        return ok(null);
      },
    });
    const program = await connectedProgram(runtimeFolder);
    expect(await program.request('handshake', { token: readToken(runtimeFolder) })).toEqual(
      refuse('call/handshake-refused'),
    );
    program.send({ jsonrpc: '2.0', id: 9, method: 'call', params: { name: 'a', input: {} } });
    await program.closed;
    expect(calls).toBe(0);
  });

  test('comes before every call', async () => {
    let calls = 0;
    const { runtimeFolder } = await faceServer({
      connect: () => {
        calls += 1;
        return async () => ok(null);
      },
    });
    const program = await localProgram(runtimeFolder);
    expect(await program.request('call', { name: 'station.status', input: {} })).toEqual(
      refuse('call/handshake-refused'),
    );
    await program.closed;
    expect(calls).toBe(0);
  });

  test('has its time: who drips bytes is cut off', async () => {
    const { runtimeFolder } = await faceServer({ handshakeWithinMs: 400 });
    const program = await localProgram(runtimeFolder);
    const began = performance.now();
    const drip = setInterval(() => program.sendText('{'), 5);
    await program.closed.finally(() => clearInterval(drip));
    expect(performance.now() - began).toBeGreaterThanOrEqual(390);
    await stillServes(runtimeFolder);
  });

  test('has its time: who asks for other things is cut off too', async () => {
    const { runtimeFolder } = await faceServer({ handshakeWithinMs: 400 });
    const program = await localProgram(runtimeFolder);
    program.send({ jsonrpc: '2.0', id: 1, method: 'toString', params: {} });
    expect(await program.next()).toHaveProperty('error');
    await program.closed;
  });

  test('done in time, the connection stays', async () => {
    const { runtimeFolder } = await faceServer({ handshakeWithinMs: 500 });
    const slow = await connectedProgram(runtimeFolder);
    const silent = await localProgram(runtimeFolder);
    await silent.closed;
    expect(await slow.request('call', { name: 'a', input: 1 })).toEqual(ok({ name: 'a', input: 1 }));
  });
});

describe('the rate of a person (I9)', () => {
  test('is no other for who hangs up and calls again', async () => {
    const { connect } = routerBench({ 'lab.signOut': () => ok({}) });
    const { runtimeFolder } = await faceServer({
      connect: (account, allowance) => connect({ account, shared: false }, allowance),
    });
    const { burst } = procedures['lab.signOut'].rate;
    const [connections, calls] = [40, 5];
    let served = 0;
    for (let turn = 0; turn < connections; turn += 1) {
      const program = await connectedProgram(runtimeFolder);
      for (let count = 0; count < calls; count += 1) {
        const answer = await program.request('call', { name: 'lab.signOut', input: {} });
        if (JSON.stringify(answer) === JSON.stringify(ok({}))) served += 1;
      }
      program.socket.destroy();
      await program.closed;
    }
    // No more than eight connections at once could have had.
    expect(connections * calls).toBeGreaterThan(8 * burst);
    expect(served).toBeLessThanOrEqual(8 * burst);
  });
});

describe('the number of things under way is bounded (I9)', () => {
  test('a ninth connection is ended; one that goes makes room', async () => {
    const { runtimeFolder } = await faceServer();
    const programs = [];
    for (let count = 0; count < 8; count += 1) programs.push(await connectedProgram(runtimeFolder));
    const ninth = await localProgram(runtimeFolder);
    await ninth.closed;
    programs[0]?.socket.destroy();
    await expect.poll(() => connectedProgram(runtimeFolder).catch(() => null)).not.toBeNull();
  });

  test('a seventeenth call of one connection at once is a flood', async () => {
    const waiting: (() => void)[] = [];
    const { runtimeFolder } = await faceServer({
      dispatch: () => new Promise((resolve) => waiting.push(() => resolve(ok('done')))),
    });
    const program = await connectedProgram(runtimeFolder);
    for (let id = 1; id <= 17; id += 1) {
      program.send({ jsonrpc: '2.0', id: `c${id}`, method: 'call', params: { name: 'a', input: {} } });
    }
    expect(await program.next()).toMatchObject({ id: 'c17', result: refuse('call/flood') });
    expect(waiting).toHaveLength(16);
    const other = await connectedProgram(runtimeFolder);
    const served = other.request('call', { name: 'a', input: {} });
    await expect.poll(() => waiting.length).toBe(17);
    for (const finish of waiting.splice(0)) finish();
    expect(await served).toEqual(ok('done'));
    for (let count = 0; count < 16; count += 1) expect((await program.next()).result).toEqual(ok('done'));
    const again = program.request('call', { name: 'a', input: {} });
    await expect.poll(() => waiting.length).toBe(1);
    waiting[0]?.();
    expect(await again).toEqual(ok('done'));
  });

  test('a flood of small requests is read no faster than it is answered', async () => {
    const { runtimeFolder } = await faceServer({ dispatch: async () => ok(null) });
    const program = await connectedProgram(runtimeFolder);
    const line = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'nothing' })}\n`;
    const count = 20_000;
    program.sendText(line.repeat(count));
    const other = await connectedProgram(runtimeFolder);
    expect(await other.request('call', { name: 'a', input: {} })).toEqual(ok(null));
    expect(program.waiting()).toBeLessThan(count);
    for (let index = 0; index < count; index += 1) await program.next();
  });

  test('who asks and never reads is cut off', async () => {
    const big = 'x'.repeat(512 * 1024);
    const { runtimeFolder } = await faceServer({ dispatch: async () => ok(big) });
    const program = await connectedProgram(runtimeFolder);
    program.socket.pause();
    for (let id = 1; id <= 200 && !program.socket.destroyed; id += 1) {
      program.send({ jsonrpc: '2.0', id: `b${id}`, method: 'call', params: { name: 'a', input: {} } });
    }
    // The agent lets go of the socket; the program learns of it only from its next write.
    const other = await connectedProgram(runtimeFolder);
    expect((await other.request('call', { name: 'a', input: {} })) as unknown).toEqual(ok(big));
    await expect
      .poll(() => {
        program.send({ jsonrpc: '2.0', id: 'z', method: 'nothing' });
        return program.socket.destroyed;
      })
      .toBe(true);
  });
});

describe('parameters of any shape', () => {
  test.each([
    ['none', undefined],
    ['null', null],
    ['a list', []],
    ['a list of a fitting object', [{ name: 'a', input: 1 }]],
    ['a long list', Array.from({ length: 200_000 }, () => 0)],
    ['polluted', JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')],
  ])('%s: answered, nothing polluted, nothing ended', async (_, params) => {
    const { runtimeFolder } = await faceServer();
    const program = await connectedProgram(runtimeFolder);
    program.send({ jsonrpc: '2.0', id: 'p', method: 'call', params });
    const answer = await program.next();
    expect(answer.id).toBe('p');
    expect(JSON.stringify(answer)).not.toContain('    at ');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    await stillServes(runtimeFolder);
  });

  test.each(['__proto__', 'constructor', 'toString', '$/setTrace', 'event'])(
    'the method %s does not exist',
    async (method) => {
      const { runtimeFolder } = await faceServer();
      const program = await connectedProgram(runtimeFolder);
      program.send({ jsonrpc: '2.0', id: 'm', method, params: {} });
      expect(await program.next()).toMatchObject({ id: 'm', error: { code: -32601 } });
    },
  );
});

test('a program that goes away under its call leaves nothing behind', async () => {
  let finish: (() => void) | undefined;
  const { runtimeFolder, emit } = await faceServer({
    dispatch: (name) =>
      name === 'wait'
        ? new Promise((resolve) => {
            finish = () => resolve(ok(null));
          })
        : Promise.resolve(ok({ name, input: 1 })),
  });
  const program = await connectedProgram(runtimeFolder);
  program.send({ jsonrpc: '2.0', id: 1, method: 'call', params: { name: 'wait', input: {} } });
  await expect.poll(() => finish).toBeDefined();
  program.socket.destroy();
  emit('suspensions', {});
  await program.closed;
  emit('suspensions', {});
  finish?.();
  await stillServes(runtimeFolder);
});
