/**
 * Whether bytes are an ECDSA signature in its one DER spelling (X.690 §10, RFC 3279 §2.2.3): `SEQUENCE { r, s }` with
 * short lengths, minimal positive integers and nothing behind. Libraries read more loosely; a command's bytes must not
 * be respelt and stay valid.
 */
export function isStrictEcdsaSignature(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2 || bytes.length > 2 + 2 * (2 + 33)) return false;
  const afterR = integerEnd(bytes, 2);
  return afterR !== null && integerEnd(bytes, afterR) === bytes.length;
}

/** Where the minimal positive INTEGER that begins at `start` ends; null when there is none. */
function integerEnd(bytes: Uint8Array, start: number): number | null {
  const length = bytes[start + 1];
  const first = bytes[start + 2];
  const second = bytes[start + 3];
  if (bytes[start] !== 0x02 || length === undefined || length === 0 || first === undefined) return null;
  const end = start + 2 + length;
  if (end > bytes.length || first > 0x7f) return null;
  if (first === 0 && (length === 1 || second === undefined || second <= 0x7f)) return null;
  return end;
}
