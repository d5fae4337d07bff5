import { hash, verify } from '@node-rs/argon2';

/** Argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes, one lane (RFC 9106 §3.1). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
const nobodysVerifier = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/**
 * A verifier of a password under a secret (RFC 9106's K), in PHC format with a fresh salt. Without the secret it says
 * nothing of the password, however long it is guessed at. Computed on a thread of its own.
 */
export function makePasswordVerifier(password: string, secret: Uint8Array): Promise<string> {
  return hash(password, { ...cost, secret });
}

/**
 * Whether the password is the one that the verifier was made of, under the same secret. Null costs the same work and is
 * always false, so that its time does not tell whether there is a verifier.
 */
export async function matchesPasswordVerifier(
  verifier: string | null,
  password: string,
  secret: Uint8Array,
): Promise<boolean> {
  const matches = await verify(verifier ?? nobodysVerifier, password, { secret });
  return verifier !== null && matches;
}
