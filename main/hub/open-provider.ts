import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Provider } from '../provider/provider.ts';
import {
  type ProviderBudget,
  type ProviderFile,
  providerBudget,
  providerFileSchema,
} from '../provider/provider-settings.ts';
import { createSimulatedProvider } from '../provider/simulated.ts';

export interface OpenedProvider {
  readonly provider: Provider;
  /** What the reconciler may spend on it. */
  readonly budget: ProviderBudget;
}

/**
 * The provider of a hub: by its settings file where one is given, otherwise by `provider.json` in its data folder,
 * otherwise the simulated one there. Whether a hub may run with it is the database's word, not this one's: a production
 * hub refuses the simulated one, and every hub refuses another kind than it was initialised with.
 *
 * @throws Error or ZodError when a file can't be read, may be written by others, names a secret that is open to others,
 * or is not valid; none shows a secret.
 */
export async function openProviderOfHub(folder: string, path?: string): Promise<OpenedProvider> {
  const usual = join(folder, 'provider.json');
  if (path !== undefined || existsSync(usual)) return openProviderFile(path ?? usual);
  return {
    provider: createSimulatedProvider({ path: join(folder, 'simulated-provider.json') }),
    budget: providerBudget.parse({}),
  };
}

async function openProviderFile(path: string): Promise<OpenedProvider> {
  // It holds no secret, but it says where people's exemptions are sent.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o022) !== 0)
    throw new Error('the provider file may be written by others than its owner');
  const file = providerFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return { provider: await openProvider(file), budget: file.budget };
}

/** Loads only the connector that is wanted: a vendor's library takes a second to load. */
export async function openProvider(file: ProviderFile): Promise<Provider> {
  switch (file.kind) {
    case 'simulated':
      return createSimulatedProvider(file.settings);
    case 'okta':
      return (await import('../provider/okta/okta.ts')).createOktaProvider(file.settings);
    case 'entra':
      return (await import('../provider/entra/entra.ts')).createEntraProvider(file.settings);
    case 'ldap':
      return (await import('../provider/ldap/ldap.ts')).createLdapProvider(file.settings);
    case 'privacyidea':
      return (await import('../provider/privacyidea/privacyidea.ts')).createPrivacyIdeaProvider(
        file.settings,
      );
    case 'keycloak':
      return (await import('../provider/keycloak/keycloak.ts')).createKeycloakProvider(file.settings);
  }
}
