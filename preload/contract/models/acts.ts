import { z } from 'zod';
import { commandId, identifier, instant, localizedText } from './base.ts';
import { chosenFactor } from './factors.ts';
import { personSummary } from './people.ts';
import { operationId } from './triage.ts';

/** What a case may lead to, as the institution offers it. */
export const actKind = z.enum(['suspend', 'reset-factors', 'new-totp', 'temporary-code', 'request']);
export type ActKind = z.infer<typeof actKind>;

export const offeredAct = z.strictObject({
  kind: actKind,
  operation: operationId,
  label: localizedText,
  note: localizedText.nullable(),
  /** Working days that the centre takes; null where it is at once, or nobody says. */
  days: z.strictObject({ from: z.number().int(), to: z.number().int() }).nullable(),
  /** Whether it can be done only while the centre can be reached. */
  online: z.boolean(),
});
export type OfferedAct = z.infer<typeof offeredAct>;

/** What the operator decides. */
export const actWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('suspend'), until: instant, extends: commandId.optional() }),
  z.strictObject({
    kind: z.literal('reset-factors'),
    factorIds: z.array(z.string().min(1).max(200)).min(1).max(10),
  }),
  z.strictObject({ kind: z.literal('new-totp') }),
  z.strictObject({ kind: z.literal('temporary-code'), minutes: z.number().int() }),
  z.strictObject({ kind: z.literal('request'), operation: operationId }),
]);
export type ActWish = z.infer<typeof actWish>;

/** What was decided, spelled out for whoever reads it before they sign. */
export const decidedAct = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('suspend'), extends: commandId.nullable() }),
  z.strictObject({ kind: z.literal('reset-factors'), factors: z.array(chosenFactor) }),
  z.strictObject({ kind: z.literal('new-totp') }),
  z.strictObject({ kind: z.literal('temporary-code'), minutes: z.number().int() }),
  z.strictObject({
    kind: z.literal('request'),
    label: localizedText,
    /** When the visitor is told that it will be done; null where the institution names no days. */
    dueBy: instant.nullable(),
  }),
]);
export type DecidedAct = z.infer<typeof decidedAct>;

/** What is shown once, in the answer to the call that signed and nowhere else (I7). */
export const shownSecret = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('new-totp'), commandId, uri: z.string(), secret: z.string() }),
  z.strictObject({ kind: z.literal('temporary-code'), commandId, code: z.string(), validUntil: z.string() }),
]);
export type ShownSecret = z.infer<typeof shownSecret>;

/** What a case offers beside its steps. */
export const caseActs = z.strictObject({
  /** What the institution does about this visitor's trouble; what it doesn't do is not here. */
  offered: z.array(offeredAct),
  /** Ends that the institution's day has: when it closes, when a class ends. */
  moments: z.array(z.strictObject({ kind: z.enum(['closing', 'class-end']), at: instant })),
  /** How long a temporary code may be good for, in minutes. */
  codeMinutes: z.array(z.number().int()),
  /** One of them, chosen first; null where no codes are given. */
  defaultCodeMinutes: z.number().int().nullable(),
  /** Whether the case may be decided anew: what was signed came back, or nobody knows what came of it. */
  again: z.boolean(),
  /** While a code of the new app is waited for. */
  proof: z
    .strictObject({ commandId, expiresAt: instant, triesLeft: z.number().int().nonnegative() })
    .nullable(),
  shown: shownSecret.nullable(),
  /** Where what was issued appeared on the caller's waiting page; `shown` is false when the page was closed by then. */
  page: z.strictObject({ reference: z.string(), shown: z.boolean() }).nullable(),
});
export type CaseActs = z.infer<typeof caseActs>;

/** A request that the centre has not settled, as the hub tells of it. */
export const centreRequest = z.strictObject({
  id: commandId,
  reference: z.string(),
  person: personSummary.pick({ id: true, number: true, name: true, kana: true }),
  operation: operationId,
  label: localizedText,
  state: z.enum(['waiting-centre', 'in-work']),
  station: identifier,
  operator: localizedText,
  issuedAt: instant,
  stateAt: instant,
  dueBy: instant.nullable(),
  overdue: z.boolean(),
});
export type CentreRequest = z.infer<typeof centreRequest>;
