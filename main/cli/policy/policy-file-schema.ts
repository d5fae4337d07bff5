import { z } from 'zod';
import { siteHook } from '../../exchange/lab-policy.ts';
import { policyDocument, policyRoom } from '../../exchange/policy-document.ts';
import { datesPattern, daysPattern, hoursPattern, stationsPattern } from './expand-lists.ts';
import { durationPattern } from './human-duration.ts';

const duration = z
  .string()
  .regex(durationPattern)
  .describe('A whole number with its unit: 90 s, 20 min, 4 h, 7 days, 2 weeks; 30分, 4時間, 7日.')
  .optional();

const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(?: (?:[01]\d|2[0-3]):[0-5]\d|T\d{2}:\d{2}:\d{2}\.\d{3}Z)?$/);

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const hoursItem = z.union([
  z.string().regex(hoursPattern).describe('mon-fri 08:00-22:00, daily 00:00-24:00, 月-金 08:00-22:00'),
  z.strictObject({
    days: z.union([
      z.string().regex(daysPattern),
      z.array(z.union([z.number().int().min(1).max(7), z.string().regex(daysPattern)])).min(1),
    ]),
    from: time,
    to: z.union([time, z.literal('24:00')]),
  }),
]);

const { exemption, session, lab, offline, suspension, clock, operatorRegistry } = policyDocument.shape;

const hours = z
  .array(hoursItem)
  .max(50)
  .describe(
    'When rooms are exempt, on the clock of timeZone. An end that is not after its start lies on the next day; a closed day ends such a night at midnight.',
  );

const fileRoom = policyRoom.extend({
  stations: z
    .array(z.string().regex(stationsPattern))
    .min(1)
    .max(2000)
    .describe('Names of enrolled stations; pc-[01-40] stands for pc-01 to pc-40.'),
});

/**
 * A policy as IT writes it. Everything that the signed document may say can be said here, and some of it more easily:
 * dates and durations in words, runs of days and of stations. `v` and `issuedAt` may be left out.
 */
export const policyFile = policyDocument.partial({ v: true, issuedAt: true }).extend({
  $schema: z.string().optional().describe('For editors of JSON files; not part of the policy.'),
  version: policyDocument.shape.version.describe('Grows by each publication; a station never goes back.'),
  validFrom: moment.describe('A date (from its first minute), a date with a time, or an instant in UTC.'),
  validUntil: moment.describe('A date (until its last minute), a date with a time, or an instant in UTC.'),
  rationale: policyDocument.shape.rationale.describe(
    'Why a password alone is enough here, in writing; people read it at the lock screen.',
  ),
  contact: policyDocument.shape.contact.describe('Whom people may ask; shown at the lock screen.'),
  rooms: z.array(fileRoom).max(500),
  exemption: exemption.extend({
    hours,
    closedDays: z
      .array(z.string().regex(datesPattern))
      .max(400)
      .describe('Dates, or runs of days with both ends: 2026-08-11/2026-08-16.'),
    alwaysAsked: exemption.shape.alwaysAsked.describe(
      'Ids of people who are asked everywhere; wins over all.',
    ),
    exemptPeople: exemption.shape.exemptPeople.describe(
      'Ids of people whose role and groups do not matter; the conditions of the place still do.',
    ),
    groups: exemption.shape.groups.describe(
      'Directory groups: one of exempt is needed, none of asked allowed.',
    ),
  }),
  session: session.partial({ maximumMinutes: true }).extend({
    maximum: duration,
    idle: duration,
    warning: duration,
    extension: duration,
    keepPlace: duration,
  }),
  lab: lab
    .unwrap()
    .extend({
      hooks: z.array(siteHook.partial({ timeoutSeconds: true }).extend({ timeout: duration })).max(16),
    })
    .optional(),
  offline: offline.unwrap().partial({ maximumAgeHours: true }).extend({ maximumAge: duration }).optional(),
  suspension: suspension
    .partial({
      defaultHours: true,
      maximumHours: true,
      presetsHours: true,
      maximumQueueHours: true,
      repeatDays: true,
      reEnrolmentMinutes: true,
    })
    .extend({
      default: duration,
      maximum: duration,
      presets: z.array(duration.unwrap()).min(1).max(8).optional(),
      maximumQueue: duration,
      repeatWithin: duration,
      reEnrolmentEvery: duration,
    }),
  clock: clock.partial({ maximumAgeHours: true }).extend({ maximumAge: duration }),
  operatorRegistry: operatorRegistry.partial({ maximumAgeHours: true }).extend({ maximumAge: duration }),
});
export type PolicyFile = z.infer<typeof policyFile>;

/** The JSON Schema (draft 2020-12) of {@link policyFile}, for editors; pretty-printed, with its final line end. */
export function policyFileSchema(): string {
  const schema = z.toJSONSchema(policyFile, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ title: 'Madoguchi exemption policy', ...schema }, null, 2)}\n`;
}
