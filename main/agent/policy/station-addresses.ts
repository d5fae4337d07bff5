import { networkInterfaces } from 'node:os';

/** Addresses of this machine's interfaces that are up, loopback included, without repetition. */
export function stationAddresses(): readonly string[] {
  const interfaces = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return [...new Set(interfaces.map(({ address }) => address))];
}
