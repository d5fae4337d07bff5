import { createHash } from 'node:crypto';

/**
 * Whether a station is among the first `share` of a hundred for a version. Which those are differs with each version, so
 * that the same stations are not always the first; a growing share only ever adds stations.
 */
export function isInShare(station: string, version: string, share: number): boolean {
  const digest = createHash('sha256').update(`madoguchi-roll-out\n${version}\n${station}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32 < share / 100;
}
