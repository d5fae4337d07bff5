import { z } from 'zod';
import { documentType, identifier, instant, localizedText, role } from '../../preload/contract/models.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** `24:00` is the end of the day (ISO 8601), so that a room which never closes can be said. */
const endTimeOfDay = z.union([timeOfDay, z.literal('24:00')]);

/** A room: exempt only where both the machine's identity and its network agree. */
export const policyRoom = z.strictObject({
  id: identifier,
  label: localizedText,
  /** Networks in CIDR notation, IPv4 or IPv6. */
  networks: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .min(1)
    .max(64),
  /** Names of enrolled stations. */
  stations: z.array(identifier).min(1).max(2000),
});

/** Payload of `madoguchi-policy+jws`, as IT signs it. Everything that is not said here is refused. */
export const policyDocument = z.strictObject({
  v: z.literal(1),
  institution: identifier,
  /** Grows by each publication; a station never goes back. */
  version: z.number().int().positive(),
  issuedAt: instant,
  validFrom: instant,
  validUntil: instant,
  /** Why MFA is relaxed here, in writing (ASVS 5.0). */
  rationale: localizedText,
  contact: localizedText,
  rooms: z.array(policyRoom).max(500),
  exemption: z.strictObject({
    roles: z.array(role).max(4),
    timeZone: z.string().max(64),
    /** Weekdays as ISO numbers, 1 = Monday. Times are local to `timeZone`; `to` is exclusive. */
    hours: z
      .array(
        z.strictObject({
          days: z.array(z.number().int().min(1).max(7)).min(1),
          from: timeOfDay,
          to: endTimeOfDay,
        }),
      )
      .max(50),
    closedDays: z.array(z.iso.date()).max(400),
    /** People who are always asked, whatever the room. */
    alwaysAsked: z.array(identifier).max(5000),
  }),
  session: z.strictObject({
    maximumMinutes: z
      .number()
      .int()
      .min(5)
      .max(24 * 60),
  }),
  suspension: z.strictObject({
    defaultHours: z.number().int().min(1).max(168),
    maximumHours: z.number().int().min(1).max(168),
    presetsHours: z.array(z.number().int().min(1).max(168)).min(1).max(8),
    documents: z.array(documentType).min(1),
    /** How long after its signing a queued command may still arrive. */
    maximumQueueHours: z.number().int().min(1).max(168),
    /** Suspensions per person in `repeatDays` before a second approval is asked. */
    repeatLimit: z.number().int().min(1).max(100),
    repeatDays: z.number().int().min(1).max(730),
  }),
  /** How old the hub's word on the time may be. */
  clock: z.strictObject({
    maximumAgeHours: z
      .number()
      .int()
      .min(1)
      .max(24 * 30),
  }),
  /** Offline operator sign-in ends when the operators' registry is older. */
  operatorRegistry: z.strictObject({
    maximumAgeHours: z
      .number()
      .int()
      .min(1)
      .max(24 * 7),
  }),
});
export type PolicyDocument = z.infer<typeof policyDocument>;
export type PolicyRoom = z.infer<typeof policyRoom>;
