import { z } from 'zod';
import { instant, localizedText, refusal, spokenText, surface } from './base.ts';

export const clockStatus = z.strictObject({
  trusted: z.boolean(),
  now: instant,
  /** Why it is not trusted; absent when it is. */
  reason: z
    .enum(['never-confirmed', 'confirmation-too-old', 'disagrees-with-monotonic', 'before-last-event'])
    .optional(),
  confirmedAt: instant.nullable(),
});
export type ClockStatus = z.infer<typeof clockStatus>;

export const hubStatus = z.strictObject({
  state: z.enum(['online', 'offline', 'never-reached']),
  lastContactAt: instant.nullable(),
});
export type HubStatus = z.infer<typeof hubStatus>;

/** Why nothing can be recorded: no room is left, or the store's file refuses to be written to. */
export const notRecording = z.enum(['disk-full', 'store-refused']);
export type NotRecording = z.infer<typeof notRecording>;

export const stationStatus = z.strictObject({
  demonstration: z.boolean(),
  enrolled: z.boolean(),
  institution: spokenText.nullable(),
  station: z.strictObject({ id: z.string(), name: z.string(), label: localizedText }).nullable(),
  room: spokenText.nullable(),
  surfaces: z.array(surface),
  clock: clockStatus,
  hub: hubStatus,
  policy: z.strictObject({ version: z.number().int(), validUntil: instant }).nullable(),
  /** What applies suspensions; `simulated` is always shown on screen. */
  provider: z.strictObject({ kind: z.string(), simulated: z.boolean() }).nullable(),
  softwareKey: z.boolean(),
  /** A newer version waits to be installed. */
  updatePending: z.boolean().optional(),
  /** Everything can be looked at, and nothing be recorded; absent when it can. */
  notRecording: notRecording.optional(),
  /** Why no operator could sign in at this counter now; absent when one could. */
  noStaff: refusal.optional(),
});
export type StationStatus = z.infer<typeof stationStatus>;
