import { hash } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../../preload/contract/models.ts';
import { canonicalJson } from '../../exchange/canonical-json.ts';

/** A SHA-256 value, base64url. */
const digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const flatFacts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/**
 * One link of the audit chain, as it is hashed. Nothing in it can be undone to a person: a commitment is worth nothing
 * without its salt, and the salt lies sealed under that person's key.
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
  /** Commits to the person it is about and to the detail about them. */
  subject: digest.nullable(),
  facts: flatFacts,
  previous: digest,
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** The text that is stored and hashed: canonical JSON (RFC 8785). */
export function auditEntryText(entry: AuditEntry): string {
  return canonicalJson(entry);
}

/** The hash that the next entry names as its `previous`: SHA-256 of the text, 32 bytes. */
export function auditEntryHash(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** What the first entry of a chain names as its `previous`: base64url. */
export function chainBeginning(chain: string): string {
  return hash('sha256', `madoguchi audit chain ${chain}`, 'base64url');
}
