import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { commandId, identifier, instant, localizedText } from './base.ts';
import { visitReason } from './visit.ts';

/** Where an answer comes from: the hub just now, or the last one that this counter had. */
const told = {
  source: z.enum(['live', 'last-known', 'unknown']),
  /** When the hub said it; null for `unknown`. */
  at: instant.nullable(),
};

/**
 * What was too often: one operator's suspensions, one person's, one counter's, or one counter's at night; records that
 * one operator opened, or people whom they were shown in lists; and identity checks of one person that failed.
 */
export const velocityKind = z.enum([
  'operator',
  'person',
  'counter',
  'counter-night',
  'openings',
  'listings',
  'failed-checks',
]);
export type VelocityKind = z.infer<typeof velocityKind>;

export const velocityAlert = z.strictObject({
  id: z.uuid(),
  kind: velocityKind,
  /** Id of the operator, the person or the station. */
  subject: identifier,
  /** What it is called here; null where this counter does not know it. */
  name: localizedText.nullable(),
  count: z.number().int(),
  limit: z.number().int(),
  hours: z.number().int(),
  from: instant,
  to: instant,
  /** Who has seen it; null while nobody has. */
  seen: z.strictObject({ by: localizedText, at: instant }).nullable(),
});
export type VelocityAlert = z.infer<typeof velocityAlert>;

const shortPerson = z.strictObject({
  id: identifier,
  /** Null where this counter's directory does not have them. */
  number: z.string().nullable(),
  name: z.string().nullable(),
});

export const refusedCase = z.strictObject({
  commandId,
  reference: z.string(),
  person: shortPerson,
  counter: localizedText,
  operator: localizedText,
  at: instant,
  state: z.enum(['refused', 'needs-review']),
  code: z.enum(errorCodes).nullable(),
});
export type RefusedCase = z.infer<typeof refusedCase>;

export const repeatedPerson = z.strictObject({
  person: shortPerson,
  suspensions: z.number().int(),
  refused: z.number().int(),
  counters: z.array(localizedText).max(100),
  lastAt: instant,
});
export type RepeatedPerson = z.infer<typeof repeatedPerson>;

/** What supervisors see across all counters. */
export const supervisionBoard = z.strictObject({
  ...told,
  alerts: z.array(velocityAlert).max(200),
  refused: z.array(refusedCase).max(200),
  repeated: z.array(repeatedPerson).max(200),
  /** How many days `refused` and `repeated` look back. */
  days: z.strictObject({ refused: z.number().int(), repeated: z.number().int() }),
  /** Checks that failed, by counter, in the days of `refused`. */
  failedChecks: z.array(z.strictObject({ counter: localizedText, count: z.number().int() })).max(500),
});
export type SupervisionBoard = z.infer<typeof supervisionBoard>;

/** Upper ends of the bars of minutes per case; the last bar has none. */
export const minuteBars = [1, 2, 3, 5, 10, 20, 60] as const;
const bars = z.array(z.number().int().nonnegative()).length(minuteBars.length + 1);

/** One day of counters' cases: counts and nothing that leads to anybody. */
export const dayTally = z.strictObject({
  day: z.iso.date(),
  reasons: z.partialRecord(visitReason, z.number().int().nonnegative()),
  outcomes: z.strictObject({
    queued: z.number().int().nonnegative(),
    advised: z.number().int().nonnegative(),
    checkFailed: z.number().int().nonnegative(),
    closed: z.number().int().nonnegative(),
  }),
  /** Visits that ended with the person helping themselves. */
  avoided: z.number().int().nonnegative(),
  /** Cases by how long they took, as {@link minuteBars} divides them. */
  minutes: bars,
  /** Seconds from opening to outcome of all cases that had one, added up. */
  secondsInAll: z.number().int().nonnegative(),
});
export type DayTally = z.infer<typeof dayTally>;

/** How long a day's commands took from the touch to the provider's word, in seconds; null where there were none. */
export const appliedTimes = z.strictObject({
  day: z.iso.date(),
  count: z.number().int(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});
export type AppliedTimes = z.infer<typeof appliedTimes>;

/** Most commands that waited at once within each hour of a day, hour 0 first. */
export const queueDepth = z.strictObject({
  day: z.iso.date(),
  depths: z.array(z.number().int().nonnegative()).length(24),
});
export type QueueDepth = z.infer<typeof queueDepth>;

/** Plots' data of one counter or of all. */
export const insightPart = z.strictObject({
  /** Counters that it is made of. */
  counters: z.number().int(),
  days: z.array(dayTally).max(92),
  applied: z.array(appliedTimes).max(92),
  depth: queueDepth.nullable(),
});
export type InsightPart = z.infer<typeof insightPart>;

export const insight = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  here: insightPart,
  everywhere: z.strictObject({ ...told, part: insightPart.nullable() }),
});
export type Insight = z.infer<typeof insight>;
