import { z } from 'zod';
import { isLoopback } from '../http/service-origin.ts';

const httpsOrigin = z
  .string()
  .max(300)
  .regex(/^https:\/\/(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/);

/**
 * The provider's own sign-in page as second factor (OpenID Connect Core 1.0). Register a public client (no secret: a
 * station has none to keep) with the redirect address `https://<the station's relying-party id>/oidc/callback`.
 */
export const openIdSettingsSchema = z.strictObject({
  /** Exactly as the provider's own discovery document says it; https, or http on loopback for trials. */
  issuer: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .refine(
      (text) => text.startsWith('https:') || isLoopback(new URL(text).hostname),
      'http is for loopback only',
    ),
  clientId: z.string().min(1).max(200),
  /** Where its pages come from besides the issuer's origin; `https://*.example.com` covers every host below. */
  origins: z.array(httpsOrigin).max(19).default([]),
  /** The claim of the identity token that names the person, and what it has to equal. */
  claim: z.string().min(1).max(100).default('preferred_username'),
  equals: z.enum(['login', 'id']).default('login'),
  /** Appended to what it has to equal: `@example.ac.jp`. */
  suffix: z.string().max(100).default(''),
  /** What in the token shows that a second factor was used; one value is enough. */
  proof: z
    .strictObject({
      claim: z.enum(['amr', 'acr']),
      values: z.array(z.string().min(1).max(200)).min(1).max(20),
    })
    .default({ claim: 'amr', values: ['mfa'] }),
  timeoutMilliseconds: z.int().min(100).max(30_000).default(3000),
});
export type OpenIdSettings = z.infer<typeof openIdSettingsSchema>;
export type OpenIdSettingsInput = z.input<typeof openIdSettingsSchema>;
