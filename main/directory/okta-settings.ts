import { z } from 'zod';
import { serviceOrigin } from '../http/service-origin.ts';
import { loginRules } from './login-rules.ts';

/**
 * Okta's primary authentication, without any credential of ours. Classic engine and Identity Engine both offer it; the
 * sign-on policy that applies must exempt the lab's network zone, or it asks for a second factor itself.
 */
export const oktaSettingsSchema = z.strictObject({
  /** `https://example.okta.com`: the only place that a password is sent to. */
  origin: serviceOrigin,
  login: loginRules,
  timeoutMilliseconds: z.int().min(100).max(30_000).default(3000),
});
export type OktaSettings = z.infer<typeof oktaSettingsSchema>;
export type OktaSettingsInput = z.input<typeof oktaSettingsSchema>;
