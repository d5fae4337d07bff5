import { hash } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../../preload/contract/models/base.ts';
import { canonicalJson } from '../../exchange/canonical-json.ts';

const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const hubAuditKind = z.enum([
  'initialised',
  'token-minted',
  'token-withdrawn',
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

/** A link as it lies in the database. */
export interface StoredHubAuditEntry {
  readonly sequence: number;
  readonly entry: string;
  readonly hash: string;
  /** The hub's signature on the chain up to here; only every so many entries have one. */
  readonly checkpoint: string | null;
}

/** What the first entry names as its `previous`. */
export function hubChainBeginning(chain: string): string {
  return hash('sha256', `madoguchi hub audit chain ${chain}`, 'base64url');
}

/** The hash that the next entry names as its `previous`: SHA-256 of the text, base64url. */
export function hubAuditHash(text: string): string {
  return hash('sha256', text, 'base64url');
}

/**
 * Whether the text ends as an entry at this place does that follows `previous`. Names are sorted in it and quotation marks
 * escaped, so that nothing inside can look like its end: this needs no parsing.
 */
export function isLinked(text: string, previous: string, sequence: number): boolean {
  const place = String(sequence);
  // From the end, each piece where it has to stand: nothing is put together for it.
  const subject =
    text.length - (text.endsWith(nobody) ? nobody.length : somebodyLength) - beforeSubject.length;
  const number = subject - place.length;
  const named = number - beforeNumber.length - previous.length;
  const start = named - beforePrevious.length;
  return (
    start >= 0 &&
    text.startsWith(beforeSubject, subject) &&
    text.startsWith(place, number) &&
    text.startsWith(beforeNumber, number - beforeNumber.length) &&
    text.startsWith(previous, named) &&
    text.startsWith(beforePrevious, start)
  );
}

const beforePrevious = ',"previous":"';
const beforeNumber = '","sequence":';
const beforeSubject = ',"subject":';
const nobody = 'null,"v":1}';
const somebodyLength = '"",'.length + 43 + '"v":1}'.length;

/** An entry out of its stored text; null unless that is the canonical text of one. */
export function parseHubAuditEntry(text: string): HubAuditEntry | null {
  try {
    const parsed = hubAuditEntry.safeParse(JSON.parse(text));
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : null;
  } catch {
    return null;
  }
}
