import { type PublicJwk, type VerificationKey, verificationKey } from '../exchange/signing-key.ts';

/** Most keys that are remembered; beyond it the longest known is forgotten. */
const maximumKeys = 20_000;
const keys = new Map<string, VerificationKey>();

/** A station's key ready to verify with. What is remembered follows from the key alone: whether it counts is not. */
export function stationKey(jwk: PublicJwk): VerificationKey {
  const known = keys.get(jwk.x);
  if (known !== undefined) return known;
  const oldest = keys.size >= maximumKeys ? keys.keys().next().value : undefined;
  if (oldest !== undefined) keys.delete(oldest);
  const key = verificationKey(jwk);
  keys.set(jwk.x, key);
  return key;
}
