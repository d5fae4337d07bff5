import { z } from 'zod';
import { offeredFactor } from '../../preload/contract/models/second-factor.ts';

/** What a lab station asks its hub about one person's password. Kept in memory on both sides, and in no log. */

/** `POST /v1/directory/verify`. */
export const verifyPasswordRequest = z.strictObject({
  login: z.string().min(1).max(128),
  password: z.string().min(1).max(1024),
});

const person = z.strictObject({
  id: z.string().max(256),
  login: z.string().max(256),
  displayName: z.string().max(256),
  kana: z.string().max(256).optional(),
  roles: z.array(z.enum(['student', 'staff', 'faculty', 'guest'])).max(4),
  /** Null where the directory does not tell groups. */
  groups: z.array(z.string().max(1024)).max(1000).nullable(),
});
const refused = z.enum([
  'wrong',
  'locked',
  'expired',
  'must-change',
  'disabled',
  'not-allowed',
  'mfa-required',
]);
const cause = z.enum(['network', 'timeout', 'tls', 'busy', 'configuration', 'cancelled']);

/** `state` is sealed by the hub for the station that asked. */
export const travellingChallenge = z.strictObject({
  state: z.string().min(1).max(16_384),
  factors: z.array(offeredFactor).max(20),
  expiresInSeconds: z.number().int().min(1).max(900),
});
export type TravellingChallenge = z.infer<typeof travellingChallenge>;

export const verifyPasswordResponse = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('ok'), person }),
  z.strictObject({ outcome: refused, challenge: travellingChallenge.optional() }),
  z.strictObject({ outcome: z.literal('unavailable'), cause }),
]);

/** `POST /v1/directory/factor/send` and `…/verify`, where a challenge came with `mfa-required`. */
export const factorRequest = z.strictObject({
  challenge: travellingChallenge,
  factorId: z.string().min(1).max(200),
  code: z.string().min(1).max(64).optional(),
});
export const factorResponse = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('verified'), person: person.nullable() }),
  z.strictObject({
    answer: z.literal('waiting'),
    challenge: travellingChallenge,
    show: z.string().max(8).nullable(),
  }),
  z.strictObject({ answer: z.enum(['wrong', 'rejected', 'locked', 'over']) }),
  z.strictObject({ answer: z.literal('refused'), outcome: refused }),
  z.strictObject({ answer: z.literal('unavailable'), cause }),
]);
