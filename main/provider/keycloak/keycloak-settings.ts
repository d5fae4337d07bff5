import { z } from 'zod';
import { serviceOrigin } from '../../http/service-origin.ts';
import {
  accountCacheSeconds,
  propagationSeconds,
  requestTimeout,
  servicePath,
} from '../connector-settings.ts';
import { personAffixes } from '../person-attribute.ts';
import { secretPath } from '../secret-file.ts';

/**
 * Keycloak by a confidential client with a service account (client credentials), which has the roles `view-users`,
 * `query-users`, `query-groups` and `manage-users` of the realm's `realm-management`, and with suspension by role also
 * `view-realm`.
 *
 * The realm's browser flow decides: its "Conditional OTP Form" names the role in "Skip OTP for Role", or the conditional
 * subflow starts with "Condition - user role", negated. A group does it by a role that is mapped to it.
 */
export const keycloakProviderSettings = z.strictObject({
  origin: serviceOrigin,
  /** Where it is served below a path: `/auth` before Keycloak 17. */
  path: servicePath,
  realm: z.string().regex(/^[A-Za-z0-9._ -]{1,100}$/),
  clientId: z.string().min(1).max(200),
  clientSecretFile: secretPath,
  suspension: z.discriminatedUnion('by', [
    /** The group's id (a UUID), not its name. */
    z.strictObject({ by: z.literal('group'), group: z.uuid() }),
    z.strictObject({ by: z.literal('role'), role: z.string().min(1).max(255) }),
  ]),
  /** Where accounts hold the institution's own person id: the user name (Keycloak writes it in lower case) or an attribute. */
  person: z
    .strictObject({
      attribute: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9._-]{0,99}$/)
        .default('username'),
      ...personAffixes,
    })
    .prefault({}),
  propagationSeconds: propagationSeconds.default(0),
  accountCacheSeconds,
  /** More people than that exempt at once, and something is wrong with the group. */
  maximumSuspended: z.int().min(1).max(20_000).default(5000),
  timeoutMilliseconds: requestTimeout,
});
export type KeycloakProviderSettings = z.infer<typeof keycloakProviderSettings>;
export type KeycloakProviderSettingsInput = z.input<typeof keycloakProviderSettings>;
