import { createPublicKey, type KeyObject } from 'node:crypto';
import type { CborMap, CborValue } from './canonical-cbor.ts';
import { bytesField } from './cbor-fields.ts';

/** COSE algorithm identifiers (IANA COSE registry) that appear here. */
export const coseAlgorithm = { es256: -7, edDsa: -8, ecdhEsHkdf256: -25 } as const;

const keyType = 1;
const algorithmLabel = 3;
const curve = -1;
const xLabel = -2;
const yLabel = -3;

/** The algorithm that a COSE_Key says it is for, or null. */
export function algorithmOf(key: CborMap): number | null {
  const algorithm = key.get(algorithmLabel);
  return typeof algorithm === 'number' ? algorithm : null;
}

/** Writes a public key as COSE_Key (RFC 9052 §7): P-256 keys as EC2, Ed25519 keys as OKP. Throws on other keys. */
export function coseKeyOf(publicKey: KeyObject, algorithm: number): CborMap {
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  if (kty === 'EC' && crv === 'P-256' && x !== undefined && y !== undefined)
    return new Map<number, CborValue>([
      [keyType, 2],
      [algorithmLabel, algorithm],
      [curve, 1],
      [xLabel, Buffer.from(x, 'base64url')],
      [yLabel, Buffer.from(y, 'base64url')],
    ]);
  if (kty === 'OKP' && crv === 'Ed25519' && x !== undefined)
    return new Map<number, CborValue>([
      [keyType, 1],
      [algorithmLabel, algorithm],
      [curve, 6],
      [xLabel, Buffer.from(x, 'base64url')],
    ]);
  throw new TypeError('neither P-256 nor Ed25519');
}

/** Reads a P-256 public key from a COSE_Key; null if it is another kind of key or no point of the curve. */
export function p256KeyOf(key: CborMap): KeyObject | null {
  const x = bytesField(key, xLabel);
  const y = bytesField(key, yLabel);
  if (key.get(keyType) !== 2 || key.get(curve) !== 1 || x?.length !== 32 || y?.length !== 32) return null;
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  try {
    return createPublicKey({
      key: { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) },
      format: 'jwk',
    });
  } catch {
    return null;
  }
}
