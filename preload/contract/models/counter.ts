import { z } from 'zod';
import { commandId, instant, localizedText } from './base.ts';
import { commandView } from './commands.ts';
import { personSummary } from './people.ts';

export const visitReason = z.enum([
  'forgotten',
  'lost-or-stolen',
  'replaced',
  'broken',
  'number-changed',
  'going-abroad',
  'unexpected-prompt',
  'app-deleted',
  'new-student',
  'other',
]);
export type VisitReason = z.infer<typeof visitReason>;

export const documentType = z.enum([
  'student-card',
  'staff-card',
  'driving-licence',
  'my-number-card',
  'residence-card',
  'passport',
]);
export type DocumentType = z.infer<typeof documentType>;

/** What a check leaves behind (I7): type, outcome, validity and at most the last four characters. */
export const checkedDocument = z.strictObject({
  type: documentType,
  photoMatches: z.boolean(),
  nameMatches: z.boolean(),
  validUntil: z.iso.date().nullable(),
  lastFour: z.string().regex(/^[0-9A-Za-z]{0,4}$/),
});
export type CheckedDocument = z.infer<typeof checkedDocument>;

export const identityCheck = z.strictObject({
  documents: z.array(checkedDocument).min(1).max(4),
  outcome: z.enum(['passed', 'failed']),
  checkedAt: instant,
});
export type IdentityCheck = z.infer<typeof identityCheck>;

export const counterCase = z.strictObject({
  id: z.uuid(),
  person: personSummary,
  reason: visitReason,
  openedAt: instant,
  state: z.enum(['opened', 'checked', 'decided', 'signed']),
  check: identityCheck.nullable(),
  decision: z
    .strictObject({
      until: instant,
      commandId,
      /** Whose key signs it. */
      signer: localizedText,
      digest: z.string(),
      /** the exact text that is signed */ canonical: z.string(),
    })
    .nullable(),
  limits: z.strictObject({ defaultUntil: instant, maximumUntil: instant, presetsHours: z.array(z.number()) }),
  acceptedDocuments: z.array(documentType),
  /** Suspensions of this person that are open now, as far as this station knows. */
  openCommands: z.array(commandView),
  command: commandView.nullable(),
});
export type CounterCase = z.infer<typeof counterCase>;
