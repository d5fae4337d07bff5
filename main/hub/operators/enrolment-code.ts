import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { hubSecret } from '../hub-secret.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new one-time code: 80 random bits, of which the first 20 find its row. */
export function mintEnrolmentCode(): string {
  const letters = [...randomBytes(16)].map((byte) => alphabet.charAt(byte & 31)).join('');
  return letters.match(/.{4}/g)?.join('-') ?? letters;
}

/** The part of a code that finds its row. */
export function codeSelector(code: string): string {
  return code.slice(0, 4);
}

/** What is stored of a code. Without the hub's key it can't even be tried. */
export function codeDigest(key: SigningKey, code: string): string {
  return createHmac('sha256', hubSecret(key, 'operator-code')).update(code).digest('base64url');
}

/** Whether a code is the one whose digest was stored, in constant time. */
export function isCode(key: SigningKey, code: string, stored: string): boolean {
  const given = Buffer.from(codeDigest(key, code));
  const expected = Buffer.from(stored);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
