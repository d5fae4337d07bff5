import { createHash, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../../preload/contract/models/base.ts';
import { canonicalJson, sha256Base64url } from '../../exchange/canonical-json.ts';
import type { SigningKey, VerificationKey } from '../../exchange/signing-key.ts';

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const hubAuditKind = z.enum([
  'initialised',
  'token-minted',
  'station-enrolled',
  'station-revoked',
  'station-settled',
  'operator-put',
  'operator-revoked',
  'operator-statement',
  'policy-published',
  'people-imported',
  'people-removed',
  'directory-imported',
  'lab-notice',
  'review-opened',
  'review-decided',
  'sweep-resumed',
  'person-erased',
  'failures-cleared',
  're-enrolled',
  'request-settled',
  'detail-expired',
  'feed-renewed',
  'velocity-alert',
  'alert-seen',
  'audit-exported',
]);
export type HubAuditKind = z.infer<typeof hubAuditKind>;

/** One link of the hub's chain, as it is hashed. People are in it as commitments only (I7). */
export const hubAuditEntry = z.strictObject({
  v: z.literal(1),
  /** The hub key's thumbprint: a hub has one chain. */
  chain: z.string(),
  sequence: z.number().int().positive(),
  at: instant,
  kind: hubAuditKind,
  actor: z.strictObject({
    type: z.enum(['administration', 'operator', 'station', 'visitor', 'hub']),
    id: z.string().nullable(),
  }),
  /** HMAC of the person it is about, under a key of that person's own, another in every entry. */
  subject: digest.nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  previous: digest,
});
export type HubAuditEntry = z.infer<typeof hubAuditEntry>;

/** A link as it lies in the database and in an export. */
export interface StoredHubAuditEntry {
  readonly sequence: number;
  readonly entry: string;
  readonly hash: string;
  readonly signature: string;
}

/** What the first entry names as its `previous`. */
export function hubChainBeginning(chain: string): string {
  return createHash('sha256').update(`madoguchi hub audit chain ${chain}`).digest('base64url');
}

/** Text, hash and the hub's signature of an entry. */
export function sealHubAuditEntry(entry: HubAuditEntry, key: SigningKey): StoredHubAuditEntry {
  const text = canonicalJson(entry);
  const hash = sha256Base64url(text);
  const signature = sign(null, signedBytes(hash), key.privateKey).toString('base64url');
  return { sequence: entry.sequence, entry: text, hash, signature };
}

/** `sequence` is the first entry that is bad, or that should be there. */
export type HubChainVerdict =
  | { readonly whole: true; readonly entries: number; readonly hash: string }
  | {
      readonly whole: false;
      readonly sequence: number;
      readonly problem: 'missing' | 'changed' | 'not-linked' | 'not-signed' | 'cut-off';
    };

/**
 * Verifies the chain from its beginning (I8), every entry's place, text, link and signature. A cut-off end shows only
 * beside `known`, an entry that was exported earlier.
 */
export function createHubChainVerifier(
  key: VerificationKey,
  known: { readonly sequence: number; readonly hash: string } | null,
) {
  let last = 0;
  let previous = hubChainBeginning(key.id);
  let bad: Extract<HubChainVerdict, { whole: false }> | null = null;
  const judge = (stored: StoredHubAuditEntry, sequence: number) => {
    if (stored.sequence !== sequence) return 'missing';
    const entry = parseHubAuditEntry(stored.entry);
    if (entry === null || entry.chain !== key.id || entry.sequence !== sequence) return 'changed';
    if (sha256Base64url(stored.entry) !== stored.hash) return 'changed';
    if (entry.previous !== previous) return 'not-linked';
    if (!isSigned(stored, key)) return 'not-signed';
    return known?.sequence === sequence && known.hash !== stored.hash ? 'changed' : null;
  };
  return {
    /** Takes the next entry; false once the chain is known to be bad. */
    take(stored: StoredHubAuditEntry): boolean {
      if (bad !== null) return false;
      const problem = judge(stored, last + 1);
      if (problem !== null) {
        bad = { whole: false, sequence: last + 1, problem };
        return false;
      }
      last += 1;
      previous = stored.hash;
      return true;
    },
    verdict(): HubChainVerdict {
      if (bad !== null) return bad;
      if (known !== null && known.sequence > last)
        return { whole: false, sequence: last + 1, problem: 'cut-off' };
      return { whole: true, entries: last, hash: previous };
    },
  };
}

/** An entry out of its stored text; null unless that is the canonical text of one. */
export function parseHubAuditEntry(text: string): HubAuditEntry | null {
  try {
    const parsed = hubAuditEntry.safeParse(JSON.parse(text));
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : null;
  } catch {
    return null;
  }
}

function isSigned(stored: StoredHubAuditEntry, key: VerificationKey): boolean {
  return verify(null, signedBytes(stored.hash), key.publicKey, Buffer.from(stored.signature, 'base64url'));
}

/** Says what it is, so that no other signature of the hub's key can stand here. */
function signedBytes(hash: string): Buffer {
  return Buffer.from(`madoguchi-hub-audit ${hash}`);
}
