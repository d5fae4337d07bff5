import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands before a server on loopback; its connections can be cut, and refused for a while. */
export interface ConnectionCutter {
  readonly port: number;
  /** Cuts every connection, and refuses new ones for so long. */
  cut(refuseMs: number): void;
  stop(): Promise<void>;
}

export async function startConnectionCutter(target: number): Promise<ConnectionCutter> {
  const sockets = new Set<Socket>();
  let refusedUntil = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((incoming) => {
    keep(incoming);
    if (performance.now() < refusedUntil) {
      incoming.destroy();
      return;
    }
    const outgoing = keep(connect(target, '127.0.0.1'));
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on('close', () => outgoing.destroy());
    outgoing.on('close', () => incoming.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the cutter has no port');
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut(refuseMs) {
      refusedUntil = performance.now() + refuseMs;
      cutAll();
    },
    async stop() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
