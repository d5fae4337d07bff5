import { z } from 'zod';
import { identifier, instant, localizedText } from '../../preload/contract/models/base.ts';
import { publicJwk } from './signing-key.ts';

/** Payload of `madoguchi-enrolment+jws`: who a station is, signed by the hub. The agent derives its surfaces from it. */
export const enrolmentDocument = z.strictObject({
  v: z.literal(1),
  institution: z.strictObject({ id: identifier, name: localizedText }),
  station: z.strictObject({
    id: identifier,
    name: identifier,
    kind: z.enum(['lab', 'counter']),
    label: localizedText,
    publicKey: publicJwk,
  }),
  /** WebAuthn relying-party id: a host reserved for Madoguchi. The face's origin is `https://<rpId>`. */
  rpId: z.hostname(),
  /** Keys whose signature on a policy this station accepts. */
  policyKeys: z.array(publicJwk).min(1).max(4),
  hubKey: publicJwk,
  /** Name of the institution's profile. */
  profile: identifier,
  provider: z.strictObject({ kind: identifier, simulated: z.boolean() }),
  /** A production station never runs the software key, a simulated provider or a local directory. */
  production: z.boolean(),
  issuedAt: instant,
});
export type EnrolmentDocument = z.infer<typeof enrolmentDocument>;

/** Payload of `madoguchi-time+jws`: the hub's word on the time, fresh by the station's nonce. */
export const timeStatement = z.strictObject({ v: z.literal(1), now: instant, nonce: z.string().max(64) });
export type TimeStatement = z.infer<typeof timeStatement>;

/** Payload of `madoguchi-checkpoint+jws`: the head of a station's audit chain, signed by the station, kept by the hub. */
export const auditCheckpoint = z.strictObject({
  v: z.literal(1),
  station: identifier,
  /** Identity of the store; a re-created store starts another chain. */
  chain: z.uuid(),
  sequence: z.number().int().nonnegative(),
  hash: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  at: instant,
});
export type AuditCheckpoint = z.infer<typeof auditCheckpoint>;

/**
 * One-time enrolment token: `mdg1.<secret>.<thumbprint of the hub's key>`, so that the station knows the hub before it
 * trusts a word of it.
 */
export const enrolmentToken = z.string().regex(/^mdg1\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/);
