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

/** An assertion as WebAuthn JSON (WebAuthn Level 3 §5.1, AuthenticationResponseJSON), bounded. */
const base64url = (maximum: number) =>
  z
    .string()
    .max(maximum)
    .regex(/^[A-Za-z0-9_-]*$/);
export const operatorAssertion = z.object({
  id: base64url(1400).min(1),
  rawId: base64url(1400).min(1),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url(8192),
    authenticatorData: base64url(8192),
    signature: base64url(2048),
    userHandle: base64url(128).optional(),
  }),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.json()),
});
export type OperatorAssertion = z.infer<typeof operatorAssertion>;

/** What a window's WebAuthn is asked for (PublicKeyCredentialRequestOptionsJSON). Good once, for its purpose, for a time. */
export const webAuthnRequest = z.strictObject({
  ceremonyId: z.uuid(),
  options: z.strictObject({
    challenge: z.string(),
    rpId: z.string(),
    /** Milliseconds. */
    timeout: z.number().int(),
    userVerification: z.literal('required'),
    allowCredentials: z.array(
      z.strictObject({
        id: z.string(),
        type: z.literal('public-key'),
        transports: z.array(z.enum(['internal', 'usb', 'nfc', 'ble', 'hybrid'])).optional(),
      }),
    ),
  }),
});
export type WebAuthnRequest = z.infer<typeof webAuthnRequest>;

/** What the authenticator answered. */
export const webAuthnAnswer = z.strictObject({ ceremonyId: z.uuid(), assertion: operatorAssertion });
export type WebAuthnAnswer = z.infer<typeof webAuthnAnswer>;

/** Who drives the authenticator: the agent over HID, or the window through the system's own dialog. */
export const staffClient = z.enum(['hid', 'webauthn']);
export type StaffClient = z.infer<typeof staffClient>;

export const staffClientReason = z.enum([
  'software-keys',
  'no-webauthn',
  'hid-unavailable',
  'hid-refused',
  'platform-credential',
  'no-pin-dialog',
  'hid-works',
]);
export type StaffClientReason = z.infer<typeof staffClientReason>;

/** The client that the agent chose for this station, why, and which others may be tried instead. */
export const staffClients = z.strictObject({
  chosen: staffClient,
  reason: staffClientReason,
  offered: z.array(staffClient),
});
export type StaffClients = z.infer<typeof staffClients>;

/** Why an operator's sign-in ended without their asking. */
export const staffEnding = z.enum(['stale', 'key-removed', 'revoked']);
export type StaffEnding = z.infer<typeof staffEnding>;

export const staffSession = z.strictObject({
  operator: z.strictObject({ id: z.string(), name: localizedText, role: operatorRole }),
  /** How they signed in. A `totp` sign-in signs nothing: what it prepares needs another operator's key. */
  method: z.enum(['key', 'totp']),
  signedInAt: instant,
  /** 12 h after sign-in or 15 min after the last call, whichever is sooner (NIST SP 800-63B-4). */
  expiresAt: instant,
});
export type StaffSession = z.infer<typeof staffSession>;

export const keyPrompt = z.strictObject({
  promptId: z.uuid(),
  purpose: z.enum([
    'sign-in',
    'sign-command',
    'sign-statement',
    'register-key',
    'test-key',
    'key-care',
    'key-reset',
  ]),
  step: z.enum(['insert', 'pin', 'touch', 'sensor', 'change-pin', 'replug']),
  device: z.string().nullable(),
  simulated: z.boolean(),
  retriesLeft: z.number().int().nullable(),
  minimumPinLength: z.number().int(),
  wrongPin: z.boolean(),
  /** What was not taken before: the finger at the key's sensor, or the new PIN. */
  again: z.enum(['finger', 'new-pin']).nullable(),
  /** With `replug`: how long the key then takes what was asked for. */
  seconds: z.number().int().nullable(),
});
export type KeyPrompt = z.infer<typeof keyPrompt>;

export const keyTrouble = z.enum(['no-permission', 'in-use', 'u2f-only', 'unreadable']);
export type KeyTrouble = z.infer<typeof keyTrouble>;

/** How a plugged-in key stands, as far as it tells without PIN or touch. Texts come from the device. */
export const keyCondition = z.strictObject({
  /** AAGUID of the model. */
  model: z.string().max(36),
  versions: z.array(z.string().max(40)).max(10),
  /** The maker's own number; null where the key does not say. */
  firmware: z.number().int().nullable(),
  pin: z.strictObject({
    supported: z.boolean(),
    set: z.boolean(),
    retriesLeft: z.number().int().nullable(),
    blocked: z.enum(['no', 'until-replug', 'for-good']),
    mustChange: z.boolean(),
    /** In Unicode code points after NFC. */
    minimumLength: z.number().int(),
    maximumLength: z.number().int(),
  }),
  sensor: z
    .strictObject({
      enrolled: z.boolean(),
      retriesLeft: z.number().int().nullable(),
      /** Until the right PIN was given. */
      blocked: z.boolean(),
    })
    .nullable(),
  alwaysVerifies: z.boolean().nullable(),
  credentials: z.strictObject({ manageable: z.boolean(), remaining: z.number().int().nullable() }),
  longTouchForReset: z.boolean(),
});
export type KeyCondition = z.infer<typeof keyCondition>;

export const pluggedKey = z.strictObject({
  /** Names it until it is pulled out. */
  id: z.uuid(),
  product: z.string().max(100),
  simulated: z.boolean(),
  /** Null with a trouble. */
  condition: keyCondition.nullable(),
  trouble: keyTrouble.nullable(),
});
export type PluggedKey = z.infer<typeof pluggedKey>;

export const pluggedKeys = z.strictObject({
  keys: z.array(pluggedKey).max(16),
  /** What an administrator puts into place where Linux does not let the agent open a key; null where that is no help. */
  udevRule: z.string().nullable(),
});
export type PluggedKeys = z.infer<typeof pluggedKeys>;

/** What a key keeps for us, told after its PIN or finger. */
export const keyCredentials = z.strictObject({
  /** Of every relying party. */
  stored: z.number().int(),
  remaining: z.number().int(),
  credentials: z
    .array(
      z.strictObject({
        id: z.string().max(1400),
        name: z.string().max(200),
        /** It is in the operators' registry that this station holds. */
        registered: z.boolean(),
      }),
    )
    .max(100),
});
export type KeyCredentials = z.infer<typeof keyCredentials>;

export const simulatedKey = z.strictObject({
  id: z.string(),
  label: localizedText,
  inserted: z.boolean(),
  waitingForTouch: z.boolean(),
  /** It has a simulated fingerprint reader, which another finger fails at. */
  fingerprint: z.boolean(),
});
export type SimulatedKey = z.infer<typeof simulatedKey>;

/** An operator as supervisors see them. */
export const operatorSummary = z.strictObject({
  id: z.string(),
  name: localizedText,
  role: operatorRole,
  keys: z.array(z.string()),
  revokedAt: instant.nullable(),
  /** The one who is signed in: never the object of their own invitation, recovery or revocation. */
  self: z.boolean(),
});
export type OperatorSummary = z.infer<typeof operatorSummary>;

/** A one-time code, shown once: neither the agent nor the hub keeps it. */
export const issuedCode = z.strictObject({
  operator: z.strictObject({ id: z.string(), name: localizedText }),
  code: z.string(),
  expiresAt: instant,
});
export type IssuedCode = z.infer<typeof issuedCode>;

/** An enrolment under way at this counter. */
export const enrolmentState = z.strictObject({
  operator: z.strictObject({ id: z.string(), name: localizedText, role: operatorRole }),
  purpose: z.enum(['new', 'recovery']),
  /** Keys that were registered and have proved themselves. */
  keys: z.array(z.string()),
  /** Label of a key that was registered and whose test signature broke off; the next step is that test. */
  untested: z.string().nullable(),
  minimumKeys: z.number().int(),
  expiresAt: instant,
});
export type EnrolmentState = z.infer<typeof enrolmentState>;

/** What an authenticator app is set up with: shown once, confirmed by a first code before it counts. */
export const totpSetUp = z.strictObject({
  id: z.uuid(),
  uri: z.string(),
  secret: z.string(),
  expiresAt: instant,
});
export type TotpSetUp = z.infer<typeof totpSetUp>;

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
      /** Whose key signs it. */
      signer: localizedText,
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
