import { z } from 'zod';
import { instant, localizedText } from './base.ts';
import { operatorRole } from './staff.ts';

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

/** Whether this computer's own authenticator (Windows Hello, Touch ID) may become one of the operator's, and already is. */
export const platformOffer = z.strictObject({
  /** Why it may not; null where it may. */
  refused: z
    .enum([
      'staff/platform-refused',
      'staff/shared-account',
      'staff/key-sign-in-needed',
      'enrolment/account-unknown',
      'operators/policy-silent',
    ])
    .nullable(),
  /** Label of what is registered for this operator at this computer and desktop account. */
  registered: z.string().nullable(),
});
export type PlatformOffer = z.infer<typeof platformOffer>;

/** What an authenticator app is set up with: shown once, confirmed by a first code before it counts. */
export const totpSetUp = z.strictObject({
  id: z.uuid(),
  uri: z.string(),
  secret: z.string(),
  expiresAt: instant,
});
export type TotpSetUp = z.infer<typeof totpSetUp>;
