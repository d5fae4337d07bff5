import { z } from 'zod';
import { loopbackOrigin } from '../../http/service-origin.ts';
import { accountCacheSeconds, propagationSeconds, requestTimeout } from '../connector-settings.ts';
import { personAffixes } from '../person-attribute.ts';
import { secretPath } from '../secret-file.ts';

/** Where each of Microsoft's clouds has its tokens and its Graph. */
export const entraClouds = {
  global: { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
  government: { login: 'https://login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
} as const;

/**
 * Microsoft Entra by an application registration (client credentials). Application permissions: `User.Read.All`,
 * `GroupMember.ReadWrite.All` (for a role-assignable group also `RoleManagement.ReadWrite.Directory`: use an ordinary
 * one), `UserAuthenticationMethod.ReadWrite.All`, `User.RevokeSessions.All`, and `Policy.Read.All` where named locations
 * are read. A certificate is better than a secret.
 */
export const entraProviderSettings = z.strictObject({
  cloud: z.enum(['global', 'government']).default('global'),
  tenant: z.uuid(),
  clientId: z.uuid(),
  credential: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('certificate'),
      /** PEM, without a passphrase; its owner's alone. */
      privateKeyFile: secretPath,
      /** PEM; registered with the application. */
      certificateFile: secretPath,
    }),
    z.strictObject({ kind: z.literal('secret'), secretFile: secretPath }),
  ]),
  /** Object id of the group that every Conditional Access policy for MFA excludes. */
  group: z.uuid(),
  /** Where accounts hold the institution's own person id. */
  person: z
    .strictObject({
      attribute: z
        .enum(['employeeId', 'onPremisesSamAccountName', 'userPrincipalName'])
        .default('employeeId'),
      ...personAffixes,
    })
    .prefault({}),
  /** Whether a Temporary Access Pass is spent by its first use; the tenant's policy may demand it. */
  temporaryPassOnce: z.boolean().default(false),
  /** Whether named locations may be read; needs `Policy.Read.All`. */
  readsNetworks: z.boolean().default(false),
  /** Microsoft gives minutes for a group's change to reach Conditional Access. */
  propagationSeconds: propagationSeconds.default(900),
  accountCacheSeconds,
  timeoutMilliseconds: requestTimeout,
  /** For trials: a stand-in on this machine that is asked in place of the cloud. */
  standIn: loopbackOrigin.optional(),
});
export type EntraProviderSettings = z.infer<typeof entraProviderSettings>;
export type EntraProviderSettingsInput = z.input<typeof entraProviderSettings>;
