import { z } from 'zod';
import { identifier, instant, localizedText } from './base.ts';
import { personSummary } from './people.ts';

/** What is looked for. Everything given must hold. */
export const auditSelection = z.strictObject({
  /** A person's id: entries about them, and those of their own acts. */
  person: identifier.nullable(),
  /** An operator's id. */
  operator: identifier.nullable(),
  /** A command's reference as it stands on the receipt, `XXXX-XXXX`. */
  reference: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    .nullable(),
  from: instant.nullable(),
  /** Exclusive. */
  to: instant.nullable(),
});
export type AuditSelection = z.infer<typeof auditSelection>;

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const auditRow = z.strictObject({
  sequence: z.number().int(),
  at: instant,
  kind: z.string(),
  actor: z.strictObject({
    type: z.enum(['operator', 'visitor', 'station']),
    id: z.string().nullable(),
    name: localizedText.nullable(),
  }),
  /** Whom it is about; null for nobody, or for somebody whose trace was erased. */
  person: personSummary.pick({ id: true, number: true, name: true }).nullable(),
  reference: z.string().nullable(),
  facts: z.record(z.string(), fact),
});
export type AuditRow = z.infer<typeof auditRow>;

export const auditPage = z.strictObject({
  rows: z.array(auditRow).max(100),
  /** Where the next page begins; null when this was the last. */
  next: z.number().int().nullable(),
  /** Entries of the whole chain. */
  entries: z.number().int(),
});
export type AuditPage = z.infer<typeof auditPage>;

export const auditFormat = z.enum(['jsonl', 'csv']);
export type AuditFormat = z.infer<typeof auditFormat>;

/** One piece of an export's file, in order. */
export const auditExportPart = z.strictObject({
  text: z.string(),
  /** What to ask for next; null when the file is complete. */
  next: z.number().int().nullable(),
});
export type AuditExportPart = z.infer<typeof auditExportPart>;

/** What the window wrote: the file, and beside it the signed word that nothing of it is missing. */
export const auditExport = z.strictObject({
  file: z.string().max(200),
  proof: z.string().max(200),
  rows: z.number().int(),
});
export type AuditExport = z.infer<typeof auditExport>;

/** How far an export is: entries of the chain while it is written, nothing while the station vouches for it. */
export const auditExportProgress = z.strictObject({
  part: z.enum(['writing', 'signing']),
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type AuditExportProgress = z.infer<typeof auditExportProgress>;
