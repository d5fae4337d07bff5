import type { Server } from 'node:http';

/** Where a server that listens is asked, by the port that it was really given; without a trailing slash. */
export function urlOf(server: Pick<Server, 'address'>, host: string, tls: boolean): string {
  return `${tls ? 'https' : 'http'}${addressOf(server, host).slice('http'.length)}`;
}

/** The same without TLS. */
export function addressOf(server: Pick<Server, 'address'>, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the hub has no address');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
