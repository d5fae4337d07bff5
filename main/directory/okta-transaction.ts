import { z } from 'zod';

const profile = z.object({
  phoneNumber: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  credentialId: z.string().optional(),
});

/** A factor as an authentication transaction embeds it (developer.okta.com, Authentication API, "Factor object"). */
export const oktaFactor = z.object({
  id: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[A-Za-z0-9_-]+$/),
  factorType: z.string(),
  provider: z.string().optional(),
  vendorName: z.string().optional(),
  profile: profile.optional(),
  _embedded: z
    .object({
      challenge: z.object({ correctAnswer: z.union([z.number(), z.string()]).optional() }).optional(),
    })
    .optional(),
});
export type OktaFactor = z.infer<typeof oktaFactor>;

/** What `/api/v1/authn` answers with 200. Unknown parts are dropped; an unknown status is kept, to be refused. */
export const oktaTransaction = z.object({
  status: z.string(),
  stateToken: z.string().min(1).max(4096).optional(),
  expiresAt: z.string().optional(),
  factorResult: z.string().optional(),
  _embedded: z
    .object({
      user: z
        .object({
          id: z.string(),
          profile: z.object({
            login: z.string().min(1).max(256),
            firstName: z.string().nullish(),
            lastName: z.string().nullish(),
            displayName: z.string().nullish(),
          }),
        })
        .optional(),
      factors: z.array(z.unknown()).max(100).optional(),
      factor: z.unknown().optional(),
    })
    .optional(),
});
export type OktaTransaction = z.infer<typeof oktaTransaction>;

/** Okta's error body. */
export const oktaError = z.object({ errorCode: z.string() });
