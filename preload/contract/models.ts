import { z } from 'zod';
import { errorCodes } from './errors.ts';

/** Models that cross a process boundary. Times are ISO 8601 in UTC with milliseconds unless a name says otherwise. */

export const language = z.enum(['ja', 'en']);
export type Language = z.infer<typeof language>;

export const localizedText = z.strictObject({ ja: z.string().max(2000), en: z.string().max(2000) });
export type LocalizedText = z.infer<typeof localizedText>;

export const instant = z.iso.datetime({ precision: 3 });
export const identifier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
export const commandId = z.uuid();

export const surface = z.enum(['lab', 'counter', 'key-simulator']);
export type Surface = z.infer<typeof surface>;

export const refusal = z.strictObject({
  code: z.enum(errorCodes),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

// ── the station ─────────────────────────────────────────────────────────────────────────────────────────────────
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

export const stationStatus = z.strictObject({
  demonstration: z.boolean(),
  enrolled: z.boolean(),
  institution: localizedText.nullable(),
  station: z.strictObject({ id: z.string(), name: z.string(), label: localizedText }).nullable(),
  room: localizedText.nullable(),
  surfaces: z.array(surface),
  clock: clockStatus,
  hub: hubStatus,
  policy: z.strictObject({ version: z.number().int(), validUntil: instant }).nullable(),
  /** What applies suspensions; `simulated` is always shown on screen. */
  provider: z.strictObject({ kind: z.string(), simulated: z.boolean() }).nullable(),
  softwareKey: z.boolean(),
});
export type StationStatus = z.infer<typeof stationStatus>;

// ── exemption and the lab session ───────────────────────────────────────────────────────────────────────────────
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
  'person-always-asked',
]);
export type ExemptionReasonCode = z.infer<typeof exemptionReasonCode>;

export const exemptionReason = z.strictObject({
  code: exemptionReasonCode,
  /** Whether this condition speaks for the exemption. One `false` is enough to refuse it. */
  holds: z.boolean(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), localizedText])).optional(),
});
export type ExemptionReason = z.infer<typeof exemptionReason>;

export const exemptionDecision = z.strictObject({
  exempt: z.boolean(),
  reasons: z.array(exemptionReason),
  policyVersion: z.number().int().nullable(),
  /** The policy's written rationale (ASVS 5.0) and whom to ask; null when there is no valid policy. */
  rationale: localizedText.nullable(),
  contact: localizedText.nullable(),
  decidedAt: instant,
});
export type ExemptionDecision = z.infer<typeof exemptionDecision>;

export const role = z.enum(['student', 'staff', 'faculty', 'guest']);
export type Role = z.infer<typeof role>;

export const labSession = z.strictObject({
  id: z.uuid(),
  login: z.string(),
  displayName: z.string(),
  kana: z.string().nullable(),
  startedAt: instant,
  endsAt: instant,
  decision: exemptionDecision,
});
export type LabSession = z.infer<typeof labSession>;

export const signInOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('ok'), session: labSession }),
  z.strictObject({ outcome: z.literal('mfa-required'), decision: exemptionDecision }),
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

// ── operators and their keys ────────────────────────────────────────────────────────────────────────────────────
export const operatorRole = z.enum(['operator', 'supervisor']);
export type OperatorRole = z.infer<typeof operatorRole>;

export const staffSession = z.strictObject({
  operator: z.strictObject({ id: z.string(), name: localizedText, role: operatorRole }),
  signedInAt: instant,
  /** 12 h after sign-in or 15 min after the last call, whichever is sooner (NIST SP 800-63B-4). */
  expiresAt: instant,
});
export type StaffSession = z.infer<typeof staffSession>;

export const keyPrompt = z.strictObject({
  promptId: z.uuid(),
  purpose: z.enum(['sign-in', 'sign-command']),
  step: z.enum(['insert', 'pin', 'touch']),
  device: z.string().nullable(),
  simulated: z.boolean(),
  retriesLeft: z.number().int().nullable(),
  minimumPinLength: z.number().int(),
  wrongPin: z.boolean(),
});
export type KeyPrompt = z.infer<typeof keyPrompt>;

export const simulatedKey = z.strictObject({
  id: z.string(),
  label: localizedText,
  inserted: z.boolean(),
  waitingForTouch: z.boolean(),
});
export type SimulatedKey = z.infer<typeof simulatedKey>;

// ── people, cases, commands ─────────────────────────────────────────────────────────────────────────────────────
export const personSummary = z.strictObject({
  id: identifier,
  number: z.string(),
  login: z.string(),
  name: z.string(),
  kana: z.string(),
  romaji: z.string(),
  role,
  affiliation: localizedText,
});
export type PersonSummary = z.infer<typeof personSummary>;

export const peopleFound = z.strictObject({
  people: z.array(personSummary),
  /** True when more people match than were returned. */
  more: z.boolean(),
  replica: z.strictObject({ people: z.number().int(), updatedAt: instant.nullable() }),
});
export type PeopleFound = z.infer<typeof peopleFound>;

export const visitReason = z.enum([
  'forgotten',
  'lost-or-stolen',
  'replaced',
  'broken',
  'number-changed',
  'going-abroad',
  'unexpected-prompt',
  'app-deleted',
  'new-student',
  'other',
]);
export type VisitReason = z.infer<typeof visitReason>;

export const documentType = z.enum([
  'student-card',
  'staff-card',
  'driving-licence',
  'my-number-card',
  'residence-card',
  'passport',
]);
export type DocumentType = z.infer<typeof documentType>;

/** What a check leaves behind (I7): type, outcome, validity and at most the last four characters. */
export const checkedDocument = z.strictObject({
  type: documentType,
  photoMatches: z.boolean(),
  nameMatches: z.boolean(),
  validUntil: z.iso.date().nullable(),
  lastFour: z.string().regex(/^[0-9A-Za-z]{0,4}$/),
});
export type CheckedDocument = z.infer<typeof checkedDocument>;

export const identityCheck = z.strictObject({
  documents: z.array(checkedDocument).min(1).max(4),
  outcome: z.enum(['passed', 'failed']),
  checkedAt: instant,
});
export type IdentityCheck = z.infer<typeof identityCheck>;

export const commandState = z.enum([
  'queued',
  'accepted',
  'applied',
  'propagating',
  'waiting-centre',
  'ended',
  'refused',
  'needs-review',
]);
export type CommandState = z.infer<typeof commandState>;

export const commandEnding = z.enum(['expired', 'resumed', 're-enrolled', 'never-applied', 'done']);
export type CommandEnding = z.infer<typeof commandEnding>;

export const commandView = z.strictObject({
  id: commandId,
  /** Short reference for people and receipts, e.g. `K7Q2-9M4T`. */
  reference: z.string(),
  kind: z.enum(['suspend', 'resume']),
  person: personSummary.pick({ id: true, number: true, name: true, kana: true }),
  operator: localizedText,
  state: commandState,
  ending: commandEnding.nullable(),
  refusal: z.enum(errorCodes).nullable(),
  /** End of the suspension; null for a resume. */
  until: instant.nullable(),
  queuedAt: instant,
  stateAt: instant,
  /** True while a suspension outlives its `until` because the provider has not yet confirmed its end (I2). */
  late: z.boolean(),
});
export type CommandView = z.infer<typeof commandView>;

export const counterCase = z.strictObject({
  id: z.uuid(),
  person: personSummary,
  reason: visitReason,
  openedAt: instant,
  state: z.enum(['opened', 'checked', 'decided', 'signed']),
  check: identityCheck.nullable(),
  decision: z
    .strictObject({
      until: instant,
      commandId,
      digest: z.string(),
      /** the exact text that is signed */ canonical: z.string(),
    })
    .nullable(),
  limits: z.strictObject({ defaultUntil: instant, maximumUntil: instant, presetsHours: z.array(z.number()) }),
  acceptedDocuments: z.array(documentType),
  /** Suspensions of this person that are open now, as far as this station knows. */
  openCommands: z.array(commandView),
  command: commandView.nullable(),
});
export type CounterCase = z.infer<typeof counterCase>;

export const outboxStatus = z.strictObject({
  waiting: z.number().int(),
  oldestQueuedAt: instant.nullable(),
  hub: hubStatus,
});
export type OutboxStatus = z.infer<typeof outboxStatus>;
