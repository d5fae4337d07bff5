import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { generateSync, generateURI } from 'otplib';
import type { TotpAddress } from './totp-address.ts';

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, steps of 30 s. */
export const stepSeconds = 30;

type Algorithm = TotpAddress['algorithm'];

/** Node's own HMAC, which is several times faster than the library's. */
function hmacOf(algorithm: Algorithm): NonNullable<Parameters<typeof generateSync>[0]['crypto']> {
  return {
    name: 'node',
    algorithms: [algorithm],
    hmac: (_, key, data) => createHmac(algorithm, key).update(data).digest(),
    randomBytes: (length) => randomBytes(length),
    constantTimeEqual: (one, other) => isSame(String(one), String(other)),
  };
}

const crypto = hmacOf('sha1');

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

/**
 * Whether `code` is one of a TOTP at this moment, one step early or late included (RFC 6238 §5.2): a phone's clock is not
 * quite ours. Compared in constant time, whatever an earlier step said.
 */
export function fitsNow(totp: TotpAddress, code: string, at: Date): boolean {
  const { secret, digits, period, algorithm } = totp;
  const now = Math.floor(at.getTime() / 1000 / period);
  let fits = false;
  for (const step of [now - 1, now, now + 1]) {
    const right = generateSync({
      secret,
      crypto: hmacOf(algorithm),
      algorithm,
      epoch: step * period,
      period,
      digits,
    });
    fits = isSame(right, code) || fits;
  }
  return fits;
}
