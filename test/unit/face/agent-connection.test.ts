import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type AgentConnection, createAgentConnection } from '../../../main/electron/agent-connection.ts';
import { socketPath, tokenFile } from '../../../main/socket/face-protocol.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import type { ConnectionState } from '../../../preload/contract/events.ts';
import { faceServer, newRuntimeFolder, readToken } from '../socket/face-bench.ts';

const open: AgentConnection[] = [];
afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});

function face(runtimeFolder: string) {
  const states: ConnectionState[] = [];
  const events: unknown[] = [];
  const connection = createAgentConnection({
    account: Promise.resolve('uid:1000'),
    runtimeFolder,
    onEvent: (name, event) => events.push([name, event]),
    onState: (state) => states.push(state),
  });
  open.push(connection);
  return { connection, states, events };
}

const unreachable = refuse('agent/unreachable');

test('calls are answered and events arrive', async () => {
  const { runtimeFolder, emit } = await faceServer();
  const { connection, states, events } = face(runtimeFolder);
  expect(connection.state()).toBe('connecting');
  await expect.poll(() => connection.state()).toBe('connected');
  expect(await connection.call('station.status', { a: 1 })).toEqual(
    ok({ name: 'station.status', input: { a: 1 } }),
  );
  emit('staff', null);
  await expect.poll(() => events).toEqual([['staff', null]]);
  expect(states).toEqual(['connected']);
});

test('without an agent calls are unreachable, and the face connects once there is one', async () => {
  const runtimeFolder = newRuntimeFolder();
  const { connection, states } = face(runtimeFolder);
  expect(await connection.call('station.status', {})).toEqual(unreachable);
  expect(states).toEqual([]);
  await faceServer({ runtimeFolder });
  await expect.poll(() => connection.state(), { timeout: 10_000 }).toBe('connected');
});

test('after a restart with a new token the face is connected again', async () => {
  const first = await faceServer();
  const { runtimeFolder } = first;
  const before = readToken(runtimeFolder);
  const { connection, states } = face(runtimeFolder);
  await expect.poll(() => connection.state()).toBe('connected');
  await first.stop();
  await expect.poll(() => connection.state()).toBe('lost');
  expect(await connection.call('station.status', {})).toEqual(unreachable);
  await faceServer({ runtimeFolder });
  expect(readToken(runtimeFolder)).not.toBe(before);
  await expect.poll(() => connection.state(), { timeout: 10_000 }).toBe('connected');
  expect(await connection.call('a', 1)).toEqual(ok({ name: 'a', input: 1 }));
  expect(states).toEqual(['connected', 'lost', 'connected']);
});

test('a call under way when the connection breaks is unreachable, not silent', async () => {
  let begun = 0;
  const server = await faceServer({
    dispatch: () => {
      begun += 1;
      return new Promise(() => undefined);
    },
  });
  const { connection } = face(server.runtimeFolder);
  await expect.poll(() => connection.state()).toBe('connected');
  const calls = [connection.call('a', {}), connection.call('b', {})];
  await expect.poll(() => begun).toBe(2);
  await server.stop();
  expect(await Promise.all(calls)).toEqual([unreachable, unreachable]);
});

test('a call that is under way when the face closes ends too', async () => {
  let begun = false;
  const server = await faceServer({
    dispatch: () => {
      begun = true;
      return new Promise(() => undefined);
    },
  });
  const { connection } = face(server.runtimeFolder);
  await expect.poll(() => connection.state()).toBe('connected');
  const call = connection.call('a', {});
  await expect.poll(() => begun).toBe(true);
  connection.close();
  expect(await call).toEqual(unreachable);
  expect(await connection.call('a', {})).toEqual(unreachable);
});

test('a token that is out of date is read anew', async () => {
  const { runtimeFolder } = await faceServer();
  const right = readToken(runtimeFolder);
  writeFileSync(join(runtimeFolder, tokenFile), 'A'.repeat(43));
  const { connection, states } = face(runtimeFolder);
  // One refused handshake at least, then the agent's own word again.
  await new Promise((resolve) => setImmediate(resolve));
  expect(connection.state()).toBe('connecting');
  writeFileSync(join(runtimeFolder, tokenFile), right);
  await expect.poll(() => connection.state(), { timeout: 10_000 }).toBe('connected');
  expect(states).toEqual(['connected']);
});

test.each([
  ['says nothing that is JSON', 'hello\n'],
  ['asks the face for something', '{"jsonrpc":"2.0","id":1,"method":"call","params":{}}\n'],
  ['answers the handshake with nonsense', '{"jsonrpc":"2.0","id":0,"result":7}\n'],
  ['answers the handshake with null', '{"jsonrpc":"2.0","id":0,"result":null}\n'],
  ['answers the handshake with an error', '{"jsonrpc":"2.0","id":0,"error":{"code":1,"message":"x"}}\n'],
])('what %s is no agent, and the face tries on', async (_, said) => {
  const runtimeFolder = newRuntimeFolder();
  mkdirSync(runtimeFolder);
  writeFileSync(join(runtimeFolder, tokenFile), 'token');
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).on('data', () => socket.write(said));
  });
  await new Promise<void>((resolve) => server.listen(socketPath(runtimeFolder), resolve));
  const { connection } = face(runtimeFolder);
  await expect.poll(() => connections, { timeout: 10_000 }).toBeGreaterThan(1);
  expect(connection.state()).toBe('connecting');
  expect(await connection.call('a', {})).toEqual(unreachable);
  connection.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  rmSync(runtimeFolder, { recursive: true, force: true });
});
