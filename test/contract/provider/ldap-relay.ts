import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** `well` passes everything on; the others begin with the next connection. */
export type RelayMode = 'well' | 'refuse' | 'hang' | 'cut' | 'babble';

export interface Relay {
  readonly port: number;
  set(mode: RelayMode): void;
  stop(): Promise<void>;
}

/** Stands before a server on loopback and can get in its way: refuses, stays silent, cuts answers, talks nonsense. */
export async function startRelay(target: number): Promise<Relay> {
  let mode: RelayMode = 'well';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((incoming) => {
    keep(incoming);
    if (mode === 'refuse') incoming.destroy();
    if (mode === 'babble') incoming.write('HTTP/1.1 200 OK\r\n\r\n<h1>Please sign in to the Wi-Fi</h1>');
    if (mode !== 'well' && mode !== 'cut') return;
    const outgoing = keep(connect(target, '127.0.0.1'));
    incoming.pipe(outgoing);
    incoming.on('close', () => outgoing.destroy());
    outgoing.on('close', () => incoming.destroy());
    let received = 0;
    outgoing.on('data', (data) => {
      received += data.length;
      // A binding's answer and a half: what follows breaks off.
      if (mode === 'cut' && received > 20)
        incoming.end(data.subarray(0, data.length - 1), () => incoming.destroy());
      else incoming.write(data);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  return {
    port: address.port,
    set(next) {
      mode = next;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
