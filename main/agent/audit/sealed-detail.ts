import { createCipheriv, createDecipheriv, createHmac, randomFillSync, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../../exchange/canonical-json.ts';

/** Length of a person's key, in bytes. */
export const personKeyLength = 32;

const nonceLength = 12;
const saltLength = 32;
const tagLength = 16;

/** What an entry says about a person. */
export interface PersonalDetail {
  readonly personId: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>> | null;
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
   * What the chain says of it: HMAC-SHA-256 of the text under the salt, base64url. Without the salt, which only the
   * person's key gives back, it can't be told whom or what it means, not even by trying everybody.
   */
  readonly commitment: string;
}

/** Seals what is personal about one person in one entry, and commits to it. */
export function sealDetail(key: Uint8Array, place: DetailPlace, detail: PersonalDetail): SealedDetail {
  const random = randomFillSync(Buffer.allocUnsafe(nonceLength + saltLength));
  const nonce = random.subarray(0, nonceLength);
  const salt = random.subarray(nonceLength);
  const text = Buffer.from(canonicalJson(detail));
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(placeText(place)));
  const sealed = Buffer.concat([
    nonce,
    cipher.update(Buffer.concat([salt, text])),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return { sealed, commitment: commitTo(salt, text) };
}

/** Whether `sealed` is what the chain committed to in this place: not changed, not moved, not sealed anew. */
export function isCommitted(
  key: Uint8Array,
  place: DetailPlace,
  sealed: Uint8Array,
  commitment: string,
): boolean {
  const opened = open(key, place, sealed);
  if (opened === null) return false;
  const expected = Buffer.from(commitTo(opened.salt, opened.text));
  const given = Buffer.from(commitment);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** What was sealed; null when it was changed or moved, or lies under another key. */
export function openDetail(key: Uint8Array, place: DetailPlace, sealed: Uint8Array): PersonalDetail | null {
  const opened = open(key, place, sealed);
  return opened === null ? null : (JSON.parse(opened.text.toString('utf8')) as PersonalDetail);
}

function open(key: Uint8Array, place: DetailPlace, sealed: Uint8Array) {
  if (sealed.length < nonceLength + saltLength + tagLength) return null;
  const end = sealed.length - tagLength;
  const nonce = sealed.subarray(0, nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(placeText(place)));
  decipher.setAuthTag(sealed.subarray(end));
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(nonceLength, end)), decipher.final()]);
    return { salt: plain.subarray(0, saltLength), text: plain.subarray(saltLength) };
  } catch {
    return null;
  }
}

function commitTo(salt: Uint8Array, text: Uint8Array): string {
  return createHmac('sha256', salt).update(text).digest('base64url');
}

function placeText({ chain, sequence, role }: DetailPlace): string {
  return `${chain} ${sequence} ${role}`;
}
