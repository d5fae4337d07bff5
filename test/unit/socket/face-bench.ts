import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type FaceServer, type FaceServerOptions, startFaceServer } from '../../../main/agent/face-server.ts';
import type { Dispatch } from '../../../main/agent/router.ts';
import { socketPath, tokenFile } from '../../../main/socket/face-protocol.ts';

const cleaning: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

/** A runtime folder that does not exist yet, inside one that everybody may enter. */
export function newRuntimeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-face-'));
  chmodSync(folder, 0o755);
  cleaning.push(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'run');
}

export const echo: Dispatch = async (name, input) => ({ ok: true, value: { name, input } });

/** A real server on a real socket, stopped after the test. */
export async function faceServer(
  options: Partial<FaceServerOptions> & { readonly dispatch?: Dispatch } = {},
): Promise<FaceServer & { readonly runtimeFolder: string }> {
  const { dispatch = echo, ...more } = options;
  const runtimeFolder = options.runtimeFolder ?? newRuntimeFolder();
  const server = await startFaceServer({
    faceGroup: null,
    rpId: () => null,
    connect: () => dispatch,
    ...more,
    kiosk: () => false,
    runtimeFolder,
  });
  let stopped: Promise<void> | null = null;
  const stop = () => {
    stopped ??= server.stop();
    return stopped;
  };
  cleaning.push(stop);
  return { ...server, stop, runtimeFolder };
}

export function readToken(runtimeFolder: string): string {
  return readFileSync(join(runtimeFolder, tokenFile), 'utf8');
}

/** A program on the other end of the socket that keeps to no protocol. */
export interface LocalProgram {
  readonly socket: Socket;
  /** Resolves when the agent has ended the connection. */
  readonly closed: Promise<void>;
  send(value: unknown): void;
  sendText(text: string | Uint8Array): void;
  /** The next message that was not taken yet; rejects when the connection ends before. */
  next(): Promise<Record<string, unknown>>;
  /** Messages that came and were not taken. */
  waiting(): number;
  /** Sends a request and resolves with its `result`. */
  request(method: string, params: unknown): Promise<unknown>;
}

export async function localProgram(runtimeFolder: string): Promise<LocalProgram> {
  const socket = connect(socketPath(runtimeFolder));
  cleaning.push(() => socket.destroy());
  const messages: Record<string, unknown>[] = [];
  const takers: { take(message: Record<string, unknown>): void; gone(error: Error): void }[] = [];
  let text = '';
  let over = false;
  let id = 0;
  socket.on('error', () => undefined).setEncoding('utf8');
  socket.on('data', (part: string) => {
    const lines = (text + part).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line);
      const taker = takers.shift();
      if (taker === undefined) messages.push(message);
      else taker.take(message);
    }
  });
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      over = true;
      for (const taker of takers.splice(0)) taker.gone(new Error('the agent ended the connection'));
      resolve();
    });
  });
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve).once('close', resolve);
  });
  const program: LocalProgram = {
    socket,
    closed,
    send: (value) => void socket.write(`${JSON.stringify(value)}\n`),
    sendText: (given) => void socket.write(given),
    next: () =>
      new Promise((resolve, reject) => {
        const first = messages.shift();
        if (first !== undefined) resolve(first);
        else if (over) reject(new Error('the agent ended the connection'));
        else takers.push({ take: resolve, gone: reject });
      }),
    waiting: () => messages.length,
    async request(method, params) {
      id += 1;
      program.send({ jsonrpc: '2.0', id, method, params });
      return (await program.next()).result;
    },
  };
  return program;
}

/** A program that has the token and shook hands. */
export async function connectedProgram(runtimeFolder: string): Promise<LocalProgram> {
  const program = await localProgram(runtimeFolder);
  const answer = await program.request('handshake', { token: readToken(runtimeFolder) });
  if (JSON.stringify(answer) !== '{"ok":true,"value":null}') throw new Error(JSON.stringify(answer));
  return program;
}
