import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How a line carries what the server says; what the client says goes through at once. */
export interface LinePace {
  /** Before the first byte of each piece that the server sends. */
  readonly delayMs?: number;
  /** Then so many bytes at a time, `everyMs` apart; without it all at once. */
  readonly bytes?: number;
  readonly everyMs?: number;
}

export interface SlowLine {
  readonly port: number;
  /** From now on. */
  pace(pace: LinePace): void;
  connections(): number;
  open(): number;
  /** Bytes of the server's that were passed on so far. */
  passed(): number;
  stop(): Promise<void>;
}

/** A line on loopback to a server that answers, only slowly: the bytes come, in order, at the pace that is set. */
export async function startSlowLine(serverPort: number, first: LinePace): Promise<SlowLine> {
  let now = first;
  let count = 0;
  let passedBytes = 0;
  const clients = new Set<Socket>();
  const stopping = new AbortController();

  const carry = async (client: Socket, server: Socket): Promise<void> => {
    for await (const piece of server as AsyncIterable<Buffer>) {
      await delay(now.delayMs ?? 0, null, { signal: stopping.signal });
      for (let at = 0; at < piece.length && !client.destroyed; ) {
        const step = now.bytes ?? piece.length;
        client.write(piece.subarray(at, at + step));
        passedBytes += Math.min(step, piece.length - at);
        at += step;
        if (at < piece.length) await delay(now.everyMs ?? 0, null, { signal: stopping.signal });
      }
    }
  };

  const line = createServer((client) => {
    count += 1;
    clients.add(client);
    const server = connect(serverPort, '127.0.0.1');
    client.on('error', () => undefined);
    server.on('error', () => undefined);
    client.on('close', () => {
      clients.delete(client);
      server.destroy();
    });
    client.pipe(server);
    carry(client, server)
      .catch(() => undefined)
      .finally(() => client.destroy());
  });
  await once(line.listen(0, '127.0.0.1'), 'listening');
  const address = line.address();
  if (address === null || typeof address === 'string') throw new Error('The line has no port.');
  return {
    port: address.port,
    pace(pace) {
      now = pace;
    },
    connections: () => count,
    open: () => clients.size,
    passed: () => passedBytes,
    async stop() {
      stopping.abort();
      for (const client of clients) client.destroy();
      await new Promise((resolve) => line.close(resolve));
    },
  };
}
