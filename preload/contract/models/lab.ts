import { z } from 'zod';
import { instant, localizedText } from './base.ts';

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
