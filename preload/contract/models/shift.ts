import { z } from 'zod';
import { instant, localizedText } from './base.ts';
import { commandEnding, commandState } from './commands.ts';
import { personSummary } from './people.ts';
import { visitReason } from './visit.ts';

/** As much of a person as a colleague needs to go on with their case. */
const visitor = personSummary.pick({ id: true, number: true, name: true });

/** Where an unfinished case stands. */
export const unfinishedCase = z.strictObject({
  caseId: z.uuid(),
  /** Null once the directory no longer has them. */
  person: visitor.nullable(),
  reason: visitReason,
  openedAt: instant,
  openedBy: localizedText,
});
export type UnfinishedCase = z.infer<typeof unfinishedCase>;

/** What one shift leaves for the next. */
export const shiftItems = z.strictObject({
  /** Opened, and not yet signed. */
  drafts: z.array(unfinishedCase).max(200),
  /** Signed once, and waiting for a second operator. */
  approvals: z.array(unfinishedCase).max(200),
  /** People who are to be called, or who wait at a telephone. */
  calls: z.array(unfinishedCase).max(200),
  /** Queued here and not yet with the hub. */
  unsent: z.array(z.strictObject({ commandId: z.uuid(), reference: z.string(), queuedAt: instant })).max(500),
  /** Commands of this counter that a person has to look at. */
  reviews: z.array(z.strictObject({ commandId: z.uuid(), reference: z.string() })).max(200),
});
export type ShiftItems = z.infer<typeof shiftItems>;

/** A hand-over that was given: how much was handed over, by whom. */
export const givenHandOver = z.strictObject({
  id: z.uuid(),
  by: localizedText,
  /** Whether the signed-in operator gave it. */
  own: z.boolean(),
  at: instant,
  counts: z.strictObject({
    drafts: z.number().int(),
    approvals: z.number().int(),
    calls: z.number().int(),
    unsent: z.number().int(),
    reviews: z.number().int(),
  }),
});
export type GivenHandOver = z.infer<typeof givenHandOver>;

export const shiftState = z.strictObject({
  now: shiftItems,
  /** Given and not yet taken; null for none. */
  open: givenHandOver.nullable(),
  /** The one that was taken last; null for none. */
  last: z
    .strictObject({ by: localizedText, takenBy: localizedText, at: instant, takenAt: instant })
    .nullable(),
});
export type ShiftState = z.infer<typeof shiftState>;

/** What became of a case. `open` has no end yet; `closed` ended without anything being asked for. */
export const caseOutcome = z.enum(['open', 'waiting', 'queued', 'advised', 'check-failed', 'closed']);
export type CaseOutcome = z.infer<typeof caseOutcome>;

/** A line of a day's list. Nobody's name: a number's last four characters, as on the receipt. */
export const dayCase = z.strictObject({
  caseId: z.uuid(),
  openedAt: instant,
  /** Minutes from opening to its outcome; null while it has none. */
  minutes: z.number().nullable(),
  reason: visitReason,
  /** Last four characters of the person's number; null once nobody can tell any more whom it was about. */
  numberEnding: z.string().max(4).nullable(),
  operator: localizedText,
  outcome: caseOutcome,
  command: z
    .strictObject({
      reference: z.string(),
      state: commandState,
      ending: commandEnding.nullable(),
    })
    .nullable(),
});
export type DayCase = z.infer<typeof dayCase>;

export const dayList = z.strictObject({
  day: z.iso.date(),
  cases: z.array(dayCase).max(2000),
  /** More than are listed. */
  more: z.boolean(),
});
export type DayList = z.infer<typeof dayList>;
