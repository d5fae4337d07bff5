import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { foldLogin } from '../../exchange/login-tag.ts';
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
 * digest, so that they share their failures.
 */
export function loginDigest(key: Uint8Array, login: string): string {
  return createHmac('sha256', key).update(foldLogin(login)).digest('base64url');
}
