import { z } from 'zod';
import { instant, localizedText } from './base.ts';

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
  clientExtensionResults: z.record(z.string(), z.unknown()),
});
export type OperatorAssertion = z.infer<typeof operatorAssertion>;

/** One question to a window's WebAuthn, or its answer. Good once, for its purpose, for a time. */
const ceremony = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ ceremonyId: z.uuid(), ...shape });

/** What every question says. */
const asked = {
  challenge: z.string(),
  /** Milliseconds. */
  timeout: z.number().int(),
};

const credentialDescriptor = z.strictObject({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.enum(['internal', 'usb', 'nfc', 'ble', 'hybrid'])).optional(),
});

/** What a window's WebAuthn is asked to sign (PublicKeyCredentialRequestOptionsJSON). */
export const webAuthnRequest = ceremony({
  options: z.strictObject({
    ...asked,
    rpId: z.string(),
    userVerification: z.literal('required'),
    allowCredentials: z.array(credentialDescriptor),
  }),
});
export type WebAuthnRequest = z.infer<typeof webAuthnRequest>;

/** What it is asked to register (PublicKeyCredentialCreationOptionsJSON): the computer's own authenticator, no other. */
export const webAuthnCreation = ceremony({
  options: z.strictObject({
    ...asked,
    rp: z.strictObject({ id: z.string(), name: z.string() }),
    user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.strictObject({ alg: z.number().int(), type: z.literal('public-key') })),
    excludeCredentials: z.array(credentialDescriptor),
    authenticatorSelection: z.strictObject({
      authenticatorAttachment: z.literal('platform'),
      residentKey: z.literal('required'),
      userVerification: z.literal('required'),
    }),
    attestation: z.enum(['none', 'direct']),
  }),
});
export type WebAuthnCreation = z.infer<typeof webAuthnCreation>;

/** What the authenticator registered (RegistrationResponseJSON), bounded. */
export const webAuthnRegistration = ceremony({
  registration: z.strictObject({
    id: base64url(1400).min(1),
    rawId: base64url(1400).min(1),
    type: z.literal('public-key'),
    response: z.strictObject({
      clientDataJSON: base64url(8192).min(1),
      attestationObject: base64url(24 * 1024).min(1),
    }),
    authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  }),
});
export type WebAuthnRegistration = z.infer<typeof webAuthnRegistration>;

/** What the authenticator signed. */
export const webAuthnAnswer = ceremony({ assertion: operatorAssertion });
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
