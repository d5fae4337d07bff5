import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** A receiver of octet-counted syslog (RFC 6587, 3.4.1) on loopback that can be slow, deaf, or gone. */
export async function startSyslogServer(tls: { readonly cert: string; readonly key: string } | null = null) {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  let cutAfter = Number.POSITIVE_INFINITY;
  let deaf = false;
  let broken = 0;
  const take = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (deaf) {
      socket.pause();
      return;
    }
    let rest = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const space = rest.indexOf(0x20);
        if (space < 0) return;
        const length = rest.subarray(0, space).toString('ascii');
        if (!/^[1-9]\d{0,8}$/.test(length)) {
          broken += 1;
          socket.destroy();
          return;
        }
        const end = space + 1 + Number(length);
        if (rest.length < end) return;
        messages.push(rest.subarray(space + 1, end).toString('utf8'));
        rest = rest.subarray(end);
        if (messages.length >= cutAfter) {
          cutAfter = Number.POSITIVE_INFINITY;
          socket.resetAndDestroy();
          return;
        }
      }
    });
  };
  let server: Server = tls === null ? createServer(take) : createTlsServer(tls, take);
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    port,
    messages,
    get broken() {
      return broken;
    },
    /** Resets the connection once so many messages have come. */
    cutAfter(count: number) {
      cutAfter = count;
    },
    /** Reads nothing more of connections that come from now on. */
    setDeaf(value: boolean) {
      deaf = value;
    },
    stop,
    async again() {
      server = createServer(take);
      server.listen(port, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
    },
  };
}
