import { z } from 'zod';
import { identifier, spokenText } from './base.ts';
import { assumed } from './guides.ts';
import { visitReason } from './visit.ts';

/** What an operator may do for a person; which of them an institution has is its profile's. */
export const operationId = z.enum([
  'suspend',
  'reset',
  'initialise-totp',
  'temporary-code',
  'replace-token',
  'paper-form',
  'refer',
]);
export type OperationId = z.infer<typeof operationId>;

/** A fact that a question asks for, so that who knows it already (from the factors, say) need not ask. */
export const triageFact = z.enum([
  'what-happened',
  'another-method-works',
  'notification-mail',
  'code-still-shown',
  'place',
  'app-remembered',
]);
export type TriageFact = z.infer<typeof triageFact>;

/** Exactly one of the two: where an answer leads. */
export const triageNext = z.union([
  z.strictObject({ question: identifier }),
  z.strictObject({ outcome: identifier }),
]);
export type TriageNext = z.infer<typeof triageNext>;

export const triageQuestion = z.strictObject({
  id: identifier,
  /** `null` where nothing but asking can tell. */
  fact: triageFact.nullable(),
  text: spokenText,
  options: z
    .array(
      z.strictObject({
        id: identifier,
        label: spokenText,
        /** The reason of the visit that this answer settles; only at `what-happened`. */
        reason: visitReason.optional(),
        next: triageNext,
      }),
    )
    .min(2)
    .max(12),
});
export type TriageQuestion = z.infer<typeof triageQuestion>;

export const triageOutcome = z.strictObject({
  id: identifier,
  /** Who solves it: the person alone, the counter, the help desk by phone, another office, or nobody need do anything. */
  kind: z.enum(['self-service', 'counter', 'phone', 'other-office', 'nothing-to-do']),
  title: spokenText,
  /** To be done before anything else; each is acknowledged. */
  urgent: z.array(z.strictObject({ id: identifier, text: spokenText })).max(6),
  steps: z.array(spokenText).min(1).max(8),
  /** Ids of guides to read next. */
  guides: z.array(identifier).max(6),
  /** What to bring; empty where nobody is visited. */
  bring: z.array(spokenText).max(6),
  /** What the counter would do, the first one first. */
  operations: z.array(operationId).max(6),
  /** The other office's name; null unless `kind` is `other-office`. */
  office: spokenText.nullable(),
  assumed,
});
export type TriageOutcome = z.infer<typeof triageOutcome>;

/** "Which of these happened to you?": questions whose every answer leads to a question or to an outcome. */
export const triageTree = z.strictObject({
  start: identifier,
  questions: z.array(triageQuestion).min(1),
  outcomes: z.array(triageOutcome).min(1),
});
export type TriageTree = z.infer<typeof triageTree>;
