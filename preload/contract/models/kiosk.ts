import { z } from 'zod';
import { instant, localizedText } from './base.ts';

/** The system's own aids that a lock screen can start; which program that is, the face alone knows. */
export const kioskAid = z.enum(['keyboard', 'screen-reader', 'magnifier']);
export type KioskAid = z.infer<typeof kioskAid>;

/**
 * What the face says of its window: whether it holds the screens, which aids are installed here, and the keys that lead
 * from a session's program to the face and back (null where the system did not give them).
 */
export const kioskWindow = z.strictObject({
  kiosk: z.boolean(),
  aids: z.array(kioskAid).max(3),
  shortcut: z.string().max(30).nullable(),
});
export type KioskWindow = z.infer<typeof kioskWindow>;

/** What a person wants in front while programs of their session run. */
export const kioskFront = z.enum(['face', 'programs']);
export type KioskFront = z.infer<typeof kioskFront>;

/** Whether the station is out of its kiosk for maintenance: until when, and by whom. */
export const kioskExit = z.strictObject({ leftUntil: instant.nullable(), by: localizedText.nullable() });
export type KioskExit = z.infer<typeof kioskExit>;

/**
 * What a face reports of its own hold, for doctor to show. Information, not proof: any program of the desktop user can
 * report the same.
 */
export const kioskStanding = z.enum(['holding', 'missing', 'unknown']);
export type KioskStanding = z.infer<typeof kioskStanding>;

export const kioskFact = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    .max(40),
  standing: kioskStanding,
});
export type KioskFact = z.infer<typeof kioskFact>;

export const kioskReport = z.strictObject({ facts: z.array(kioskFact).max(60) });
export type KioskReport = z.infer<typeof kioskReport>;

/** The last report, with the time at which it came. */
export const kioskPosture = z.strictObject({ reportedAt: instant, facts: kioskReport.shape.facts });
export type KioskPosture = z.infer<typeof kioskPosture>;
