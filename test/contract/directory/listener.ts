import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface Listener {
  readonly port: number;
  /** How many connections came in so far. */
  connections(): number;
  /** How many of them are still open. */
  open(): number;
  /** All bytes received on all connections. */
  received(): Buffer;
  stop(): Promise<void>;
}

/** A server on loopback that takes connections, notes what comes, and answers only what `onData` writes. */
export function startListener(
  options: { readonly onData?: (socket: Socket, data: Buffer) => void; readonly tls?: TlsOptions } = {},
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const chunks: Buffer[] = [];
  let count = 0;
  const serve = (socket: Socket): void => {
    count += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      chunks.push(data);
      options.onData?.(socket, data);
    });
  };
  const server = options.tls === undefined ? createServer(serve) : createTlsServer(options.tls, serve);
  return listening(server, {
    connections: () => count,
    open: () => sockets.size,
    received: () => Buffer.concat(chunks),
    destroyAll: () => sockets.forEach((socket) => void socket.destroy()),
  });
}

async function listening(
  server: Server,
  { destroyAll, ...observed }: Omit<Listener, 'port' | 'stop'> & { readonly destroyAll: () => void },
): Promise<Listener> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.');
  return {
    ...observed,
    port: address.port,
    async stop() {
      destroyAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
