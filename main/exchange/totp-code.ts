import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { generateSync, generateURI } from 'otplib';

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, steps of 30 s. */
export const stepSeconds = 30;

/** Node's own HMAC, which is several times faster than the library's. */
const crypto: NonNullable<Parameters<typeof generateSync>[0]['crypto']> = {
  name: 'node',
  algorithms: ['sha1'],
  hmac: (_, key, data) => createHmac('sha1', key).update(data).digest(),
  randomBytes: (length) => randomBytes(length),
  constantTimeEqual: (one, other) => isSame(String(one), String(other)),
};

/** A new secret of 160 bits (RFC 4226 §4, R6). */
export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

/** The step of a moment. */
export function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds);
}

/** The code of a step. */
export function codeAt(secret: Uint8Array, step: number): string {
  return generateSync({ secret, crypto, epoch: step * stepSeconds, period: stepSeconds, digits: 6 });
}

/** Steps among `steps` whose code is `code`. Each is compared, in constant time, whether an earlier one fitted or not. */
export function matchingSteps(secret: Uint8Array, code: string, steps: Iterable<number>): number[] {
  const found: number[] = [];
  for (const step of steps) if (isSame(codeAt(secret, step), code)) found.push(step);
  return found;
}

/** The address that an app reads from its QR code (Key URI format). */
export function totpAddress(issuer: string, label: string, base32: string): string {
  return generateURI({ issuer, label, secret: base32 });
}

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 (RFC 4648 §6) of whole groups of five bytes, as a secret of 160 bits is: no padding. */
export function base32Of(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => base32Alphabet.charAt(Number.parseInt(five, 2))).join('');
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
