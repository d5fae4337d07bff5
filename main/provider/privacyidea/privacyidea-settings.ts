import { z } from 'zod';
import { serviceOrigin } from '../../http/service-origin.ts';
import { propagationSeconds, requestTimeout, servicePath } from '../connector-settings.ts';
import { personAffixes } from '../person-attribute.ts';
import { secretPath } from '../secret-file.ts';

/**
 * privacyIDEA 3.x. Its policies must let the hub's administrator list users and tokens (`userlist`, `tokenlist`), enrol
 * `spass`, `registration` and `totp` tokens (`enrollSPASS`, `enrollREGISTRATION`, `enrollTOTP`) and delete tokens, in
 * this realm and nothing else, and must leave a place for one more token per person (`max_token_per_user`).
 *
 * People sign in with the password of their user store (`otppin=userstore`), or the login flow checks it before it asks
 * privacyIDEA (`otppin=none`). Under `otppin=tokenpin` an exemption takes no effect; it never opens an account.
 */
export const privacyIdeaProviderSettings = z.strictObject({
  origin: serviceOrigin,
  /** Where it is served below a path: `/privacyidea`. */
  path: servicePath,
  realm: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
  credential: z.discriminatedUnion('kind', [
    /** A trusted token (`pi-manage api createtoken --role admin`), which lasts until it is replaced. */
    z.strictObject({ kind: z.literal('token'), tokenFile: secretPath }),
    /** An administrator who signs in (`POST /auth`) and again when the token has run out. */
    z.strictObject({
      kind: z.literal('password'),
      administrator: z.string().min(1).max(200),
      passwordFile: secretPath,
    }),
  ]),
  /** How a person's id becomes their login at privacyIDEA. */
  person: z.strictObject({ ...personAffixes }).prefault({}),
  /** What the serials of this hub's own tokens begin with; two hubs at one privacyIDEA need two. */
  serialPrefix: z
    .string()
    .regex(/^[A-Z]{3,6}$/)
    .default('MDG'),
  /** How long applications may keep an earlier answer (`auth_cache`). */
  propagationSeconds: propagationSeconds.default(0),
  /** More people than that exempt at once, and something is wrong. */
  maximumSuspended: z.int().min(1).max(20_000).default(5000),
  timeoutMilliseconds: requestTimeout,
});
export type PrivacyIdeaProviderSettings = z.infer<typeof privacyIdeaProviderSettings>;
export type PrivacyIdeaProviderSettingsInput = z.input<typeof privacyIdeaProviderSettings>;
