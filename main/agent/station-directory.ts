import type { Directory } from '../directory/directory.ts';
import type { ProviderSignIn } from '../directory/open-id-connect.ts';
import type { SecondFactor } from '../directory/second-factor.ts';
import type { HubClient } from './hub-link/hub-client.ts';
import type { StationIdentity } from './ports.ts';
import type { AgentSettings } from './settings.ts';

/**
 * The directory that the settings name; with none, every password sign-in is unavailable. Only the code of that one kind is
 * loaded: the libraries of all of them together would be megabytes on every workstation.
 */
export async function openDirectory(settings: AgentSettings, hub: HubClient): Promise<Directory> {
  switch (settings.directory?.kind) {
    case 'local': {
      const { createLocalDirectory } = await import('../directory/local.ts');
      return createLocalDirectory(settings.directory.path);
    }
    case 'ldap': {
      const [{ createLdapDirectory }, { ldapSettingsSchema }] = await Promise.all([
        import('../directory/ldap.ts'),
        import('../directory/ldap-settings.ts'),
      ]);
      return createLdapDirectory(ldapSettingsSchema.parse(settings.directory.settings));
    }
    case 'okta': {
      const [{ createOktaDirectory }, { oktaSettingsSchema }] = await Promise.all([
        import('../directory/okta.ts'),
        import('../directory/okta-settings.ts'),
      ]);
      return createOktaDirectory(oktaSettingsSchema.parse(settings.directory.settings));
    }
    case 'entra': {
      const [{ createEntraDirectory }, { entraSettingsSchema }] = await Promise.all([
        import('../directory/entra.ts'),
        import('../directory/entra-settings.ts'),
      ]);
      return createEntraDirectory(entraSettingsSchema.parse(settings.directory.settings));
    }
    case 'hub': {
      const { createHubDirectory } = await import('../directory/hub.ts');
      return createHubDirectory((path, body, schema, signal) => hub.ask(path, body, schema, signal));
    }
    case undefined:
      return {
        kind: 'none',
        verify: async () => ({ outcome: 'unavailable', cause: 'configuration' }),
        close: async () => undefined,
      };
  }
}

/** What asks for a second factor where the directory itself doesn't. */
export interface SecondFactors {
  readonly beside: SecondFactor | null;
  readonly provider: ProviderSignIn | null;
}

/** Opens what the settings name, and loads no other's code. */
export async function openSecondFactors(
  settings: AgentSettings,
  identity: StationIdentity,
): Promise<SecondFactors> {
  return { beside: await openBeside(settings), provider: await openProvider(settings, identity) };
}

async function openBeside({ secondFactor }: AgentSettings): Promise<SecondFactor | null> {
  if (secondFactor === undefined) return null;
  const [{ createPrivacyIdea }, { privacyIdeaSettingsSchema }] = await Promise.all([
    import('../directory/privacyidea.ts'),
    import('../directory/privacyidea-settings.ts'),
  ]);
  return createPrivacyIdea(privacyIdeaSettingsSchema.parse(secondFactor.settings));
}

async function openProvider(
  { providerPage }: AgentSettings,
  identity: StationIdentity,
): Promise<ProviderSignIn | null> {
  if (providerPage === undefined) return null;
  const [{ createOpenIdConnect }, { openIdSettingsSchema }] = await Promise.all([
    import('../directory/open-id-connect.ts'),
    import('../directory/open-id-settings.ts'),
  ]);
  return createOpenIdConnect(openIdSettingsSchema.parse(providerPage), () => {
    const enrolment = identity.enrolment();
    return enrolment === null ? null : `https://${enrolment.rpId}/oidc/callback`;
  });
}
