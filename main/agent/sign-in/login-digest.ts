import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const keyName = 'sign-in.login-key';

/** The key under which this store knows logins; made at first use, never leaves the encrypted store. */
export function loginKey(database: WritableDatabase): Buffer {
  const known = readState(database, keyName, z.string());
  if (known !== null) return Buffer.from(known, 'base64url');
  const key = randomBytes(32);
  writeState(database, keyName, key.toString('base64url'));
  return key;
}

/**
 * What is kept of a typed login: HMAC-SHA-256, base64url. People type a password into the wrong field, so not even the
 * encrypted store holds what was typed (I7). Spellings that a directory takes for the same account give the same
 * digest, so that they share their failures: full width and half width, capitals, spaces, `DOMAIN\login`,
 * `login@domain`.
 */
export function loginDigest(key: Uint8Array, login: string): string {
  const folded = login.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/gu, ' ');
  const withoutDomain = folded.slice(folded.lastIndexOf('\\') + 1).replace(/(?<=.)@.*$/u, '');
  return createHmac('sha256', key).update(withoutDomain).digest('base64url');
}
