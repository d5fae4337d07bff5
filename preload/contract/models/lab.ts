import { z } from 'zod';
import { identifier, instant, localizedText, spokenText } from './base.ts';
import { factorOffer } from './second-factor.ts';

export const exemptionReasonCode = z.enum([
  'policy-missing',
  'policy-signature',
  'policy-expired',
  'policy-not-yet-valid',
  'policy-rolled-back',
  'policy-other-institution',
  'policy-valid',
  'station-unenrolled',
  'station-enrolled',
  'clock-untrusted',
  'clock-trusted',
  'room-unknown',
  'room-known',
  'network-outside-room',
  'network-inside-room',
  'outside-hours',
  'within-hours',
  'closed-day',
  'role-not-exempt',
  'role-exempt',
  'group-not-exempt',
  'groups-unknown',
  'group-exempt',
  'group-asked',
  'person-exempt',
  'person-always-asked',
  'second-factor-verified',
]);
export type ExemptionReasonCode = z.infer<typeof exemptionReasonCode>;

export const exemptionReason = z.strictObject({
  code: exemptionReasonCode,
  /** Whether this condition speaks for the exemption. One `false` is enough to refuse it. */
  holds: z.boolean(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), spokenText])).optional(),
});
export type ExemptionReason = z.infer<typeof exemptionReason>;

export const exemptionDecision = z.strictObject({
  exempt: z.boolean(),
  reasons: z.array(exemptionReason),
  policyVersion: z.number().int().nullable(),
  /** The policy's written rationale (ASVS 5.0) and whom to ask; null when there is no valid policy. */
  rationale: spokenText.nullable(),
  contact: spokenText.nullable(),
  decidedAt: instant,
});
export type ExemptionDecision = z.infer<typeof exemptionDecision>;

export const role = z.enum(['student', 'staff', 'faculty', 'guest']);
export type Role = z.infer<typeof role>;

/** What the launcher shows of a tile; what it starts is the agent's knowledge. */
export const labTileView = z.strictObject({
  id: identifier,
  kind: z.enum(['program', 'site']),
  label: localizedText,
  icon: z.string().max(20),
});
export type LabTileView = z.infer<typeof labTileView>;

export const labSession = z.strictObject({
  id: z.uuid(),
  login: z.string(),
  displayName: z.string(),
  kana: z.string().nullable(),
  startedAt: instant,
  endsAt: instant,
  /** Why it ends then: its length is over, or the room's exempt hours. */
  endsBecause: z.enum(['length', 'closing']),
  /** When it ends unless somebody touches the machine; null where the policy has no idle limit. */
  idleEndsAt: instant.nullable(),
  /** From when on the window warns of the nearest end. */
  warnAt: instant,
  /** How often the length may still be extended. */
  extensionsLeft: z.number().int().nonnegative(),
  /** While the person keeps their place: until when; null while the session is open. */
  lockedUntil: instant.nullable(),
  /** Whether the place can be kept. */
  canLock: z.boolean(),
  /** Signed in by this station's own verifier, since the directory could not be reached. */
  offline: z.boolean(),
  /** What staff want the person to know. */
  message: z.strictObject({ text: localizedText, at: instant }).nullable(),
  tiles: z.array(labTileView).max(60),
  decision: exemptionDecision,
});
export type LabSession = z.infer<typeof labSession>;

export const signInOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('ok'), session: labSession }),
  z.strictObject({
    outcome: z.literal('mfa-required'),
    decision: exemptionDecision,
    /** Where the second factor can be asked right here; without it nothing is said about the password. */
    secondFactor: factorOffer.optional(),
  }),
  z.strictObject({
    outcome: z.literal('wrong'),
    freeAttemptsLeft: z.number().int().nonnegative(),
    waitSeconds: z.number().int(),
  }),
  z.strictObject({
    outcome: z.enum(['locked', 'expired', 'must-change', 'disabled', 'not-allowed', 'unavailable']),
  }),
]);
export type SignInOutcome = z.infer<typeof signInOutcome>;

/**
 * - `signed-out`: the person ended it.
 * - `expired`: its length was over.
 * - `closing`: the room's exempt hours were over.
 * - `idle`: nobody touched the machine for the policy's time.
 * - `place-given-up`: the place was kept for the policy's time, and nobody came back.
 * - `signed-out-by-staff`: staff ended it from elsewhere.
 * - `preparation-failed`: a command of the site that the session cannot do without failed.
 * - `station-restarted`: the machine was switched off in between, so nobody knows who sits there now.
 */
export const sessionEnding = z.enum([
  'signed-out',
  'expired',
  'closing',
  'idle',
  'place-given-up',
  'signed-out-by-staff',
  'preparation-failed',
  'station-restarted',
]);
export type SessionEnding = z.infer<typeof sessionEnding>;

/** What the face starts for a session, by the agent's word alone: a page only names the tile. */
export const labLaunch = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('program'),
    id: identifier,
    path: z.string(),
    arguments: z.array(z.string()),
    /** The session's folder: working directory, and where documents are saved. */
    folder: z.string(),
  }),
  z.strictObject({
    kind: z.literal('site'),
    id: identifier,
    label: localizedText,
    start: z.string(),
    origins: z.array(z.string()),
    downloads: z.boolean(),
    printing: z.boolean(),
    folder: z.string(),
  }),
]);
export type LabLaunch = z.infer<typeof labLaunch>;

/** What a wipe is at: how much of how much, in programs' commands or in files; `total` is null while nobody knows. */
export const wipeProgress = z.strictObject({
  part: z.enum(['programs', 'commands', 'files', 'check']),
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative().nullable(),
});
export type WipeProgress = z.infer<typeof wipeProgress>;

/** How far the last session's traces are gone. Nobody can sign in before `clean`. */
export const wipeStatus = z.strictObject({
  state: z.enum(['clean', 'wiping', 'failed']),
  /** With `failed`: what could not be wiped, as a code for IT. */
  reason: z.enum(['folder', 'process', 'hook']).nullable(),
  since: instant,
  /** With `wiping`, once it takes longer than anybody notices. */
  progress: wipeProgress.optional(),
});
export type WipeStatus = z.infer<typeof wipeStatus>;
