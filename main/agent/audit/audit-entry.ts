import { hash } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../../preload/contract/models/base.ts';
import { canonicalJson } from '../../exchange/canonical-json.ts';

/** A SHA-256 value, base64url. */
const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const flatRecord = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type FlatRecord = Readonly<z.infer<typeof flatRecord>>;

/**
 * One link of the audit chain, as it is hashed. Nothing in it leads to a person: commitments can't be understood without
 * that person's key, and erasing the key leaves the chain as it is.
 */
export const auditEntry = z.strictObject({
  v: z.literal(1),
  chain: z.uuid(),
  sequence: z.number().int().positive(),
  at: instant,
  kind: z.string(),
  actor: z.strictObject({
    type: z.enum(['operator', 'visitor', 'station']),
    /** In the clear for operators and stations only. */
    id: z.string().nullable(),
    commitment: digest.nullable(),
  }),
  subject: digest.nullable(),
  facts: flatRecord,
  /** Commits to the sealed detail about the subject. */
  detail: digest.nullable(),
  previous: digest,
});
export type AuditEntry = z.infer<typeof auditEntry>;

/**
 * The text that is stored and hashed: canonical JSON (RFC 8785), written out by its known shape, since an entry is made
 * with every commit. That it equals the general form is what parsing an entry checks.
 */
export function auditEntryText(entry: AuditEntry): string {
  const { actor, at, chain, detail, facts, kind, previous, sequence, subject, v } = entry;
  // Instants, ids of chains and digests have no character that JSON would escape.
  const who = `{"commitment":${quoted(actor.commitment)},"id":${JSON.stringify(actor.id)},"type":"${actor.type}"}`;
  const what = `"detail":${quoted(detail)},"facts":${flatCanonicalJson(facts)},"kind":${JSON.stringify(kind)}`;
  const link = `"previous":"${previous}","sequence":${sequence},"subject":${quoted(subject)},"v":${v}`;
  return `{"actor":${who},"at":"${at}","chain":"${chain}",${what},${link}}`;
}

function quoted(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}

/** An entry out of its stored text; null unless that is the canonical text of one. */
export function parseAuditEntry(text: string): AuditEntry | null {
  try {
    const parsed = auditEntry.safeParse(JSON.parse(text));
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Canonical JSON of a record without nesting: a list of names makes `JSON.stringify` follow it, sorted by code unit. */
export function flatCanonicalJson(record: FlatRecord): string {
  return JSON.stringify(record, Object.keys(record).sort());
}

/** The hash that the next entry names as its `previous`: SHA-256 of the text, base64url. */
export function auditEntryHash(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** What the first entry of a chain names as its `previous`: base64url. */
export function chainBeginning(chain: string): string {
  return hash('sha256', `madoguchi audit chain ${chain}`, 'base64url');
}
