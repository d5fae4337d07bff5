import { z } from 'zod';
import { isLoopback } from '../http/service-origin.ts';
import { loginRules } from './login-rules.ts';

/**
 * Microsoft Entra by the resource owner password credentials grant (ROPC), for an institution that insists.
 *
 * **Bind to Active Directory or LDAP instead where there is any.** Microsoft advises against this grant: it fails for
 * every account that Conditional Access or a security default asks for a second factor, for accounts without a password
 * here (federated ones whose hashes are not synchronised, guests, personal ones), for passwords with spaces at the ends,
 * and it can be switched off for a tenant. It needs an application registration that allows public client flows, and the
 * lab's addresses as a named location that the Conditional Access policy exempts. Every failure counts in Entra's own
 * smart lock-out, which works per account and address: a lab behind one address shares it.
 */
export const entraSettingsSchema = z.strictObject({
  /** A tenant's own identifier or domain; never `common`, which would let any organisation's people in. */
  tenant: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/)
    .refine((tenant) => !['common', 'organizations', 'consumers'].includes(tenant.toLowerCase())),
  /** Application (client) identifier, with "allow public client flows" on. */
  clientId: z.uuid(),
  cloud: z
    .enum(['login.microsoftonline.com', 'login.microsoftonline.us'])
    .default('login.microsoftonline.com'),
  login: loginRules,
  /** Group's object identifier, as the identity token's `groups` claim names it → what its members are. */
  rolesByGroup: z.record(z.uuid(), z.enum(['student', 'staff', 'faculty', 'guest'])).default({}),
  timeoutMilliseconds: z.int().min(100).max(30_000).default(3000),
  /** For trials: a stand-in on this machine that is asked in place of the cloud. */
  standIn: z
    .url({ protocol: /^http$/ })
    .refine((text) => isLoopback(new URL(text).hostname) && new URL(text).origin === text)
    .optional(),
});
export type EntraSettings = z.infer<typeof entraSettingsSchema>;
export type EntraSettingsInput = z.input<typeof entraSettingsSchema>;
