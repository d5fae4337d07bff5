import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One kept connection to a hub, as a station has: one request at a time. What it costs is next to nothing beside the hub's work. */
export interface StationLine {
  /** Sends a request that was written out before; resolves with status and body. */
  send(request: Uint8Array): Promise<{ readonly status: number; readonly body: string }>;
  close(): void;
}

/** Opens a line from an address of its own on loopback, as every station has one. */
export async function openStationLine(url: string, localAddress: string): Promise<StationLine> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port), localAddress, noDelay: true });
  await once(socket, 'connect');
  let waiting: {
    resolve(answer: { status: number; body: string }): void;
    reject(error: Error): void;
  } | null = null;
  let received: Buffer = Buffer.alloc(0);
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = null;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the hub closed the line')));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const head = received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const text = received.toString('latin1', 0, head);
    const length = Number(/^content-length: (\d+)$/im.exec(text)?.[1]);
    if (!Number.isInteger(length)) return fail(new Error('an answer without a length'));
    if (received.length < head + 4 + length) return;
    const answer = {
      status: Number(text.slice(9, 12)),
      body: received.toString('utf8', head + 4, head + 4 + length),
    };
    received = received.subarray(head + 4 + length);
    waiting?.resolve(answer);
    waiting = null;
  });
  return {
    send(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      });
    },
    close: () => socket.destroy(),
  };
}

/** A request as it goes over the line. */
export function writeRequest(path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${path} HTTP/1.1\r\nhost: hub\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}
