import { createHash } from 'node:crypto';

export interface CollectedClientData {
  /** UTF-8 of the JSON, exactly as signed. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`. */
  readonly hash: Uint8Array;
}

/**
 * The client data as JSON in the serialisation of WebAuthn Level 3 §5.8.1.1, which verifiers may compare byte by byte.
 * `challenge` is base64url without padding. The caller is never a cross-origin frame.
 */
export function collectClientData(
  type: 'webauthn.create' | 'webauthn.get',
  challenge: string,
  origin: string,
): CollectedClientData {
  const json = `{"type":${ccdToString(type)},"challenge":${ccdToString(challenge)},"origin":${ccdToString(origin)},"crossOrigin":false}`;
  const bytes = new TextEncoder().encode(json);
  return { bytes, hash: createHash('sha256').update(bytes).digest() };
}

/** CCDToString (WebAuthn Level 3 §5.8.1.1): other than JSON.stringify it has no short escapes such as \n. */
function ccdToString(text: string): string {
  let quoted = '';
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (codePoint < 0x20 || (codePoint >= 0xd800 && codePoint <= 0xdfff))
      quoted += `\\u${codePoint.toString(16).padStart(4, '0')}`;
    else quoted += character;
  }
  return `"${quoted}"`;
}
