import { z } from 'zod';
import { identifier, instant, spokenText } from './base.ts';
import { devicePlatform } from './devices.ts';
import { guide } from './guides.ts';
import { triageOutcome, triageQuestion } from './triage.ts';

/** What the help answers that needs no sign-in. Nothing here is about a person. */

const timeOfDay = z.string().regex(/^\d{2}:\d{2}$/);
const isoDay = z.iso.date();

/** A guide as a list shows it. */
export const guideHit = z.strictObject({
  id: identifier,
  title: spokenText,
  /** Its first step. */
  beginning: spokenText,
  assumed: z.boolean(),
});
export type GuideHit = z.infer<typeof guideHit>;

export const guideArticle = z.strictObject({
  guide: guide.omit({ keywords: true, relatedReasons: true }),
  related: z.array(guideHit).max(4),
});
export type GuideArticle = z.infer<typeof guideArticle>;

export const guideTriage = z.strictObject({ start: identifier, questions: z.array(triageQuestion) });
export type GuideTriage = z.infer<typeof guideTriage>;

export const guideOutcome = z.strictObject({ outcome: triageOutcome, guides: z.array(guideHit).max(6) });
export type GuideOutcome = z.infer<typeof guideOutcome>;

const openHours = z.strictObject({ from: timeOfDay, to: timeOfDay });

export const guideCounter = z.strictObject({
  id: identifier,
  label: spokenText,
  place: spokenText,
  telephone: z.string().max(40).nullable(),
  bring: z.array(spokenText),
  hours: z.array(openHours.extend({ days: z.array(z.number().int().min(1).max(7)) })),
  assumed: z.boolean(),
  /** Days on which no counter of the institution opens. `MM-DD`, both ends included. */
  closures: z.strictObject({
    nationalHolidays: z.boolean(),
    yearly: z.array(z.strictObject({ from: z.string(), to: z.string(), label: spokenText })),
    assumed: z.boolean(),
  }),
  /** By the station's trusted clock in the institution's time zone; null while that clock cannot be trusted. */
  now: z
    .strictObject({
      open: z.boolean(),
      /** When it closes today; null while it is closed. */
      closesAt: timeOfDay.nullable(),
      today: z.array(openHours),
      /** Why there are none today although the weekday has hours: the holiday's or the closure's name. */
      closure: spokenText.nullable(),
      /** The next opening after this moment; null for a counter without hours. */
      next: z.strictObject({ day: isoDay, from: timeOfDay }).nullable(),
    })
    .nullable(),
});
export type GuideCounter = z.infer<typeof guideCounter>;

export const guideCounters = z.strictObject({
  institution: spokenText,
  centre: spokenText,
  /** The date in the institution's time zone; null while the clock cannot be trusted. */
  today: isoDay.nullable(),
  counters: z.array(guideCounter),
});
export type GuideCounters = z.infer<typeof guideCounters>;

/** The institution's own words at the lock screen. */
export const guideWords = z.strictObject({
  signIn: spokenText,
  /** Why no second factor is asked for here, and why one is. */
  notAsked: spokenText,
  asked: spokenText,
  locked: spokenText,
  passwordForgotten: spokenText,
  secondFactorLost: spokenText,
  sharedMachine: spokenText,
  /** Names of those above that a site must still confirm. */
  assumed: z.array(z.string()),
});
export type GuideWords = z.infer<typeof guideWords>;

export const deviceVerdict = z.strictObject({
  method: identifier,
  label: spokenText,
  verdict: z.enum(['works', 'too-old', 'update-first', 'model-ends', 'unknown-version', 'not-there']),
  /** The least version of the system; null where any will do, or none does. */
  from: z.string().nullable(),
  /** The newest version that the model takes; null where no model was named. */
  upTo: z.string().nullable(),
  note: spokenText.nullable(),
  assumed: z.boolean(),
});
export type DeviceVerdictRow = z.infer<typeof deviceVerdict>;

export const guideDevices = z.strictObject({
  /** The month of the figures, and where they come from: shown with them, since they age. */
  asOf: z.string(),
  source: spokenText,
  platforms: z.array(
    z.strictObject({
      id: devicePlatform,
      label: spokenText,
      /** Whether any method depends on the system's version. */
      asksVersion: z.boolean(),
      supportYears: z.number().int().nullable(),
      note: spokenText.nullable(),
      assumed: z.boolean(),
    }),
  ),
  models: z.array(z.strictObject({ id: identifier, platform: devicePlatform, name: z.string() })),
  /** Empty while no platform was named. */
  methods: z.array(deviceVerdict),
  /** Whether the named model, or one of the named year, is past its updates; null where nobody says. */
  pastSupport: z.boolean().nullable(),
});
export type GuideDevices = z.infer<typeof guideDevices>;

/** A secret for one clock check: of no account, kept nowhere, good for nothing else. */
export const clockCheck = z.strictObject({
  id: identifier,
  uri: z.string().max(400),
  /** Base 32, for apps that cannot scan. */
  secret: z.string().max(64),
  expiresAt: instant,
});
export type ClockCheck = z.infer<typeof clockCheck>;

/**
 * - `in-step`: the code is this half minute's, or a neighbour's.
 * - `clock`: the clock is off by so many seconds; negative when it is behind. True to half a minute.
 * - `zone`: it is off by whole quarters of an hour: the time zone is wrong and the hands were moved to look right.
 *   `offsetMinutes` is the zone that the phone seems to be set to, `place` somebody's city in it.
 * - `again`: several moments within the search have this code: the next one tells them apart.
 * - `not-found`: no moment within ± 14 hours has this code.
 */
export const clockVerdict = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('in-step') }),
  z.strictObject({ outcome: z.literal('clock'), aheadSeconds: z.number().int() }),
  z.strictObject({
    outcome: z.literal('zone'),
    aheadMinutes: z.number().int(),
    offsetMinutes: z.number().int(),
    place: spokenText.nullable(),
  }),
  z.strictObject({ outcome: z.literal('again') }),
  z.strictObject({ outcome: z.literal('not-found') }),
]);
export type ClockVerdict = z.infer<typeof clockVerdict>;

/** What is printed for the way to the counter. It names nobody. */
export const guideSlip = z.strictObject({
  institution: spokenText,
  outcome: triageOutcome.pick({
    id: true,
    title: true,
    steps: true,
    bring: true,
    office: true,
    assumed: true,
  }),
  counter: guideCounter,
  /** The date in the institution's time zone; null while the clock cannot be trusted. */
  today: isoDay.nullable(),
});
export type GuideSlip = z.infer<typeof guideSlip>;
