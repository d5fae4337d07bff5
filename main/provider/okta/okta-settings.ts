import { z } from 'zod';
import { serviceOrigin } from '../../http/service-origin.ts';
import { accountCacheSeconds, propagationSeconds, requestTimeout } from '../connector-settings.ts';
import { personAffixes } from '../person-attribute.ts';
import { secretPath } from '../secret-file.ts';

/** Okta's ids are letters and digits; nothing else may become part of a path. */
export const oktaId = z.string().regex(/^[A-Za-z0-9]{8,64}$/);

/**
 * Okta by a service application with a private key (OAuth 2.0 client credentials, `private_key_jwt`; RFC 7523). The
 * application needs the scopes below granted, an administrator role that may manage the group's members and the people
 * concerned, an RSA key, and "Require DPoP" off: Okta's own library can't answer its nonce challenge.
 */
export const oktaProviderSettings = z.strictObject({
  /** `https://example.okta.com`, not the `-admin` host. */
  origin: serviceOrigin.refine(
    (text) => !new URL(text).hostname.includes('-admin.okta'),
    'not the -admin host',
  ),
  clientId: oktaId,
  /** RSA, PEM; its owner's alone. */
  privateKeyFile: secretPath,
  /** `kid` of the key, where the application has several. */
  keyId: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .optional(),
  /** The exempt group that an access-policy rule names; of Okta's own type, with no group rule on it. */
  group: oktaId,
  /** Where accounts hold the institution's own person id: a profile attribute. */
  person: z
    .strictObject({
      attribute: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/)
        .default('employeeNumber'),
      ...personAffixes,
    })
    .prefault({}),
  /** The organisation's TAC authenticator; without one no temporary codes are offered. */
  temporaryCodeAuthenticator: oktaId.optional(),
  /** Whether network zones may be read; needs `okta.networkZones.read`. */
  readsNetworks: z.boolean().default(false),
  /** Asked for as they stand; `…manage` includes reading. */
  scopes: z
    .array(z.string().regex(/^okta\.[A-Za-z.]{1,60}$/))
    .min(1)
    .max(10)
    .default(['okta.users.manage', 'okta.users.read', 'okta.groups.manage']),
  /** A group's change holds at the next sign-in; what is signed in already stays so. */
  propagationSeconds: propagationSeconds.default(0),
  accountCacheSeconds,
  timeoutMilliseconds: requestTimeout,
});
export type OktaProviderSettings = z.infer<typeof oktaProviderSettings>;
export type OktaProviderSettingsInput = z.input<typeof oktaProviderSettings>;
