import { z } from 'zod';

/** What a TOTP's address says (Key URI format), with what RFC 6238 leaves open. */
export interface TotpAddress {
  readonly secret: Uint8Array;
  readonly digits: 6 | 8;
  /** Seconds of a step. */
  readonly period: number;
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
}

const parameters = z.object({
  secret: z.string().regex(/^[A-Z2-7]{16,208}=*$/i),
  digits: z.enum(['6', '8']).default('6'),
  period: z.coerce.number().int().min(15).max(120).default(30),
  algorithm: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['sha1', 'sha256', 'sha512']))
    .default('sha1'),
});

/** Reads the address that an app's QR code holds; null for anything that it is not. */
export function readTotpAddress(uri: string): TotpAddress | null {
  if (!URL.canParse(uri)) return null;
  const url = new URL(uri);
  if (url.protocol !== 'otpauth:' || url.host.toLowerCase() !== 'totp') return null;
  const read = parameters.safeParse(Object.fromEntries(url.searchParams));
  if (!read.success) return null;
  const { secret, digits, period, algorithm } = read.data;
  return { secret: base32Bytes(secret), digits: digits === '8' ? 8 : 6, period, algorithm };
}

/** The secret as people type it where a QR code can't be read, in groups of four. */
export function typedSecret(uri: string): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return (
    secret
      .replaceAll('=', '')
      .toUpperCase()
      .match(/.{1,4}/g) ?? []
  ).join(' ');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 (RFC 4648 §6), padding or none; bits beyond the last whole byte are dropped. */
function base32Bytes(text: string): Uint8Array {
  const bits = [...text.toUpperCase().replaceAll('=', '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
