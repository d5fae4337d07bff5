import { createCipheriv, createDecipheriv, createHmac, hash, randomFillSync } from 'node:crypto';
import { type FlatRecord, flatCanonicalJson } from './audit-entry.ts';

/** Length of a person's key, in bytes. */
export const personKeyLength = 32;

const nonceLength = 12;
const saltLength = 32;
const tagLength = 16;

/**
 * What the chain says of a person instead of their id: HMAC-SHA-256 under their own key, base64url, another in every
 * entry. Without the key nobody can tell whom it means, not even by trying everybody.
 */
export function commitToPerson(
  key: Uint8Array,
  place: { readonly chain: string; readonly sequence: number; readonly role: 'actor' | 'subject' },
  personId: string,
): string {
  return createHmac('sha256', key)
    .update(`${place.chain} ${place.sequence} ${place.role} ${personId}`)
    .digest('base64url');
}

export interface SealedDetail {
  /** Nonce, ciphertext and tag of AES-256-GCM (NIST SP 800-38D) under the person's key; inside, a salt and the text. */
  readonly sealed: Buffer;
  /** What the chain says of it: SHA-256 of salt (32 random bytes) and text, base64url. */
  readonly commitment: string;
}

/** Seals what is personal in one entry under the person's key, and commits to it. */
export function sealDetail(key: Uint8Array, detail: FlatRecord): SealedDetail {
  const random = drawRandom();
  const nonce = random.subarray(0, nonceLength);
  const content = Buffer.concat([random.subarray(nonceLength), Buffer.from(flatCanonicalJson(detail))]);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = cipher.update(content);
  cipher.final();
  return { sealed: Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]), commitment: commitTo(content) };
}

/** Whether `sealed` is what was committed to: not changed, not sealed anew, not moved here from another entry. */
export function isCommitted(key: Uint8Array, sealed: Uint8Array, commitment: string): boolean {
  const content = open(key, sealed);
  return content !== null && commitTo(content) === commitment;
}

/** What was sealed; null when it was changed, or lies under another key. */
export function openDetail(key: Uint8Array, sealed: Uint8Array): FlatRecord | null {
  const content = open(key, sealed);
  return content === null ? null : (JSON.parse(content.subarray(saltLength).toString('utf8')) as FlatRecord);
}

/** Salt and text. */
function open(key: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.length < nonceLength + saltLength + tagLength) return null;
  const end = sealed.length - tagLength;
  const nonce = sealed.subarray(0, nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength, end)), decipher.final()]);
  } catch {
    return null;
  }
}

function commitTo(content: Uint8Array): string {
  return hash('sha256', content, 'base64url');
}

const pool = Buffer.alloc(64 * (nonceLength + saltLength));
let drawn = pool.length;

/** Fresh bytes for one nonce and one salt. Many are drawn at once: asking costs more than the bytes. */
function drawRandom(): Buffer {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const random = Buffer.from(pool.subarray(drawn, drawn + nonceLength + saltLength));
  drawn += random.length;
  return random;
}
