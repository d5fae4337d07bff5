import { z } from 'zod';
import { entraProviderSettings } from './entra/entra-settings.ts';
import { keycloakProviderSettings } from './keycloak/keycloak-settings.ts';
import { ldapProviderSettingsSchema } from './ldap/ldap-settings.ts';
import { oktaProviderSettings } from './okta/okta-settings.ts';
import { privacyIdeaProviderSettings } from './privacyidea/privacyidea-settings.ts';
import { secretPath } from './secret-file.ts';

/**
 * What one hub process's reconciler may spend on a provider: calls of a {@link Provider}'s methods, each of which is one to three
 * requests. Stay well below the vendor's own limits, which other applications of the institution share;
 * several hubs on one database each spend their own, so each is given its part.
 */
export const providerBudget = z.strictObject({
  /** Never more in any minute; a long queue gets nine tenths of it. */
  callsPerMinute: z.int().min(1).max(60_000).default(120),
  /** How many may be under way at a time. */
  concurrentCalls: z.int().min(1).max(64).default(4),
});
export type ProviderBudget = z.infer<typeof providerBudget>;

const budget = providerBudget.prefault({});

/** The file that tells a hub which provider it has: `kind`, the connector's `settings`, and the `budget`. */
export const providerFileSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('simulated'),
    /** `path` holds its state. */
    settings: z.strictObject({ path: secretPath }),
    budget,
  }),
  z.strictObject({ kind: z.literal('okta'), settings: oktaProviderSettings, budget }),
  z.strictObject({ kind: z.literal('entra'), settings: entraProviderSettings, budget }),
  z.strictObject({ kind: z.literal('ldap'), settings: ldapProviderSettingsSchema, budget }),
  z.strictObject({ kind: z.literal('privacyidea'), settings: privacyIdeaProviderSettings, budget }),
  z.strictObject({ kind: z.literal('keycloak'), settings: keycloakProviderSettings, budget }),
]);
export type ProviderFile = z.infer<typeof providerFileSchema>;
