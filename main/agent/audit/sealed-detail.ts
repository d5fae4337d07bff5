import { createCipheriv, createDecipheriv, hash, randomFillSync, timingSafeEqual } from 'node:crypto';
import { type FlatRecord, flatCanonicalJson } from './audit-entry.ts';

/** Length of a person's key, in bytes. */
export const personKeyLength = 32;

const nonceLength = 12;
const saltLength = 32;
const tagLength = 16;

/** What an entry says about a person. */
export interface PersonalDetail {
  readonly personId: string;
  readonly detail: FlatRecord | null;
}

/** Which entry, and which place in it, a sealed detail belongs to: it opens nowhere else. */
export interface DetailPlace {
  readonly chain: string;
  readonly sequence: number;
  readonly role: 'actor' | 'subject';
}

export interface SealedDetail {
  /** Nonce, ciphertext and tag of AES-256-GCM (NIST SP 800-38D) under the person's key; inside, the salt and the text. */
  readonly sealed: Buffer;
  /**
   * What the chain says of it: SHA-256 of a salt of 32 random bytes and the text, base64url. Without the salt, which only
   * the person's key gives back, it can't be told whom or what it means, not even by trying everybody.
   */
  readonly commitment: string;
}

/** Seals what is personal about one person in one entry, and commits to it. */
export function sealDetail(key: Uint8Array, place: DetailPlace, detail: PersonalDetail): SealedDetail {
  const random = drawRandom();
  const nonce = random.subarray(0, nonceLength);
  const content = Buffer.concat([random.subarray(nonceLength), Buffer.from(textOf(detail))]);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(placeText(place)));
  const ciphertext = cipher.update(content);
  cipher.final();
  return { sealed: Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]), commitment: commitTo(content) };
}

/** Whether `sealed` is what the chain committed to in this place: not changed, not moved, not sealed anew. */
export function isCommitted(
  key: Uint8Array,
  place: DetailPlace,
  sealed: Uint8Array,
  commitment: string,
): boolean {
  const content = open(key, place, sealed);
  if (content === null) return false;
  const expected = Buffer.from(commitTo(content));
  const given = Buffer.from(commitment);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** What was sealed; null when it was changed or moved, or lies under another key. */
export function openDetail(key: Uint8Array, place: DetailPlace, sealed: Uint8Array): PersonalDetail | null {
  const content = open(key, place, sealed);
  return content === null
    ? null
    : (JSON.parse(content.subarray(saltLength).toString('utf8')) as PersonalDetail);
}

/** Salt and text. */
function open(key: Uint8Array, place: DetailPlace, sealed: Uint8Array): Buffer | null {
  if (sealed.length < nonceLength + saltLength + tagLength) return null;
  const end = sealed.length - tagLength;
  const nonce = sealed.subarray(0, nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(placeText(place)));
  decipher.setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength, end)), decipher.final()]);
  } catch {
    return null;
  }
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

function commitTo(content: Uint8Array): string {
  return hash('sha256', content, 'base64url');
}

function textOf({ personId, detail }: PersonalDetail): string {
  const about = detail === null ? 'null' : flatCanonicalJson(detail);
  return `{"detail":${about},"personId":${JSON.stringify(personId)}}`;
}

function placeText({ chain, sequence, role }: DetailPlace): string {
  return `${chain} ${sequence} ${role}`;
}
