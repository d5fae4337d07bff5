import { connect, createServer, type Socket } from 'node:net';

/** A cable that can be pulled: relays TCP to a port on loopback while it is up. */
export interface NetworkSwitch {
  readonly port: number;
  /** Cuts every connection, and lets none come about: what is called meanwhile has certainly not been heard. */
  pull(): void;
  plug(): void;
  stop(): Promise<void>;
}

/** Starts a relay on loopback to `target`, so that a demonstration or a test can take the hub out of reach. */
export async function startNetworkSwitch(target: number): Promise<NetworkSwitch> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the relay has no port');
  return {
    port: address.port,
    pull() {
      server.close();
      cut();
    },
    plug() {
      if (!server.listening) server.listen(address.port, '127.0.0.1');
    },
    async stop() {
      cut();
      if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
