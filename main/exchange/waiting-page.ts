import { createCipheriv, createECDH, ECDH, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../preload/contract/models/base.ts';
import { waitingReference } from '../../preload/contract/models/check.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * A caller's waiting page: it stands open at the person while the help desk makes sure by telephone who they are, and what
 * was issued then appears on it by itself. No operator sees it, and the hub between them cannot read it.
 */

/** An uncompressed point of P-256 (SEC 1 §2.3.3), base64url: the page's half of the key agreement. */
export const pageKey = z.string().regex(/^[A-Za-z0-9_-]{87}$/);

/** What is sealed for a page: what its app scans, what is typed where nothing can be scanned, and the symbol row by row. */
export const pageContent = z.strictObject({
  uri: z.string().max(2000),
  secret: z.string().max(200),
  rows: z.array(z.string().regex(/^[01]+$/)).max(177),
});
export type PageContent = z.infer<typeof pageContent>;

/** `ephemeral public key . ciphertext with tag`, each base64url. */
export const sealedForPage = z.string().regex(/^[A-Za-z0-9_-]{87}\.[A-Za-z0-9_-]{22,60000}$/);

/** By whom and for which case a page is spoken of. */
const ofPage = { reference: waitingReference, case: z.uuid() };

/** `POST /v1/waiting/join`: the caller's page belongs to this case from now on. Another one of the case is let go. */
export const joinPageRequest = z.strictObject(ofPage);
export const joinPageResponse = z.strictObject({ key: pageKey, openedAt: instant });

/** `POST /v1/waiting/show`: hands over what the page alone can read. */
export const showPageRequest = z.strictObject({ ...ofPage, sealed: sealedForPage });
export const showPageResponse = z.strictObject({ shown: z.literal(true) });

/** `POST /v1/waiting/look`: whether the page is still open, what was typed there, and what became of what was typed before. */
export const lookAtPageRequest = z.strictObject({
  ...ofPage,
  judged: z.strictObject({ number: z.number().int().positive(), right: z.boolean() }).nullable(),
  /** Nothing more is waited for. */
  over: z.boolean(),
});
export const lookAtPageResponse = z.strictObject({
  open: z.boolean(),
  code: z.strictObject({ number: z.number().int().positive(), code: z.string().max(20) }).nullable(),
});

/** Whether a page's key is a point of the curve at all. */
export function isPageKey(key: string): boolean {
  try {
    ECDH.convertKey(Buffer.from(key, 'base64url'), 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

/**
 * Seals for one page: an ephemeral P-256 key, HKDF with SHA-256 (RFC 5869) and AES-256-GCM, the pattern of RFC 9180 with what
 * every browser's own cryptography has. The page's reference is bound to it. Throws for a key that is none.
 */
export function sealForPage(content: PageContent, key: string, reference: string): string {
  const own = createECDH('prime256v1');
  own.generateKeys();
  const ephemeral = own.getPublicKey().toString('base64url');
  const shared = own.computeSecret(Buffer.from(key, 'base64url'));
  const info = `madoguchi-waiting ${reference} ${ephemeral} ${key}`;
  const cipherKey = Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(0), info, 32));
  // Each key seals one message only.
  const cipher = createCipheriv('aes-256-gcm', cipherKey, Buffer.alloc(12));
  const text = Buffer.concat([cipher.update(canonicalJson(content), 'utf8'), cipher.final()]);
  return `${ephemeral}.${Buffer.concat([text, cipher.getAuthTag()]).toString('base64url')}`;
}
