import { createHash } from 'node:crypto';

/** The longest PIN in bytes of UTF-8 (CTAP 2.2 §6.5.1). */
const longestPin = 63;
/** A new PIN is sent padded with zeros to this length (CTAP 2.2 §6.5.5.5). */
const paddedLength = 64;
const loneSurrogate = /\p{Surrogate}/u;

/**
 * A typed PIN as the bytes that a key knows (CTAP 2.2 §6.5.1): Unicode form NFC, at least `minimumLength` code points,
 * at most 63 bytes of UTF-8, not ending in a zero byte. Null if it breaks one of these. Overwrite the bytes with zeros
 * after use.
 */
export function pinBytes(typed: string, minimumLength: number): Uint8Array | null {
  if (loneSurrogate.test(typed)) return null;
  const normalised = typed.normalize('NFC');
  if ([...normalised].length < minimumLength) return null;
  const bytes = new TextEncoder().encode(normalised);
  if (bytes.length > longestPin || bytes.at(-1) === 0) {
    bytes.fill(0);
    return null;
  }
  return bytes;
}

/** LEFT(SHA-256(PIN), 16), which proves the PIN to the key (CTAP 2.2 §6.5.5.6). Overwrite it with zeros after use. */
export function pinHash(pin: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(pin).digest();
  const left = Uint8Array.from(digest.subarray(0, 16));
  digest.fill(0);
  return left;
}

/** The PIN padded with zeros to 64 bytes, for setting it. Overwrite it with zeros after use. */
export function paddedPin(pin: Uint8Array): Uint8Array {
  const padded = new Uint8Array(paddedLength);
  padded.set(pin);
  return padded;
}
