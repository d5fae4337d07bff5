import { z } from 'zod';
import { createSoftKeyPort, type SoftKeyPort } from '../../native/softkey/soft-key-port.ts';
import type { Directory } from '../directory/directory.ts';
import { createEntraDirectory } from '../directory/entra.ts';
import { entraSettingsSchema } from '../directory/entra-settings.ts';
import { createHubDirectory } from '../directory/hub.ts';
import { createLdapDirectory } from '../directory/ldap.ts';
import { ldapSettingsSchema } from '../directory/ldap-settings.ts';
import { createLocalDirectory } from '../directory/local.ts';
import { createOktaDirectory } from '../directory/okta.ts';
import { oktaSettingsSchema } from '../directory/okta-settings.ts';
import { createOpenIdConnect, type ProviderSignIn } from '../directory/open-id-connect.ts';
import { openIdSettingsSchema } from '../directory/open-id-settings.ts';
import { createPrivacyIdea } from '../directory/privacyidea.ts';
import { privacyIdeaSettingsSchema } from '../directory/privacyidea-settings.ts';
import type { SecondFactor } from '../directory/second-factor.ts';
import type { HubClient } from './hub-link/hub-client.ts';
import type { StationIdentity } from './ports.ts';
import type { AgentSettings } from './settings.ts';
import { withOpeningFaults } from './simulator/opening-faults.ts';

/** The directory that the settings name; with none, every password sign-in is unavailable. */
export function openDirectory(settings: AgentSettings, hub: HubClient): Directory {
  switch (settings.directory?.kind) {
    case 'local':
      return createLocalDirectory(settings.directory.path);
    case 'ldap':
      return createLdapDirectory(ldapSettingsSchema.parse(settings.directory.settings));
    case 'okta':
      return createOktaDirectory(oktaSettingsSchema.parse(settings.directory.settings));
    case 'entra':
      return createEntraDirectory(entraSettingsSchema.parse(settings.directory.settings));
    case 'hub':
      return createHubDirectory((path, body, schema, signal) => hub.ask(path, body, schema, signal));
    case undefined:
      return {
        kind: 'none',
        verify: async () => ({ outcome: 'unavailable', cause: 'configuration' }),
        close: async () => undefined,
      };
  }
}

/** What asks for a second factor where the directory itself doesn't. */
export function openSecondFactors(
  settings: AgentSettings,
  identity: StationIdentity,
): { readonly beside: SecondFactor | null; readonly provider: ProviderSignIn | null } {
  const { secondFactor, providerPage } = settings;
  const callback = () => {
    const enrolment = identity.enrolment();
    return enrolment === null ? null : `https://${enrolment.rpId}/oidc/callback`;
  };
  return {
    beside:
      secondFactor === undefined
        ? null
        : createPrivacyIdea(privacyIdeaSettingsSchema.parse(secondFactor.settings)),
    provider:
      providerPage === undefined
        ? null
        : createOpenIdConnect(openIdSettingsSchema.parse(providerPage), callback),
  };
}

/** Trials speak to stand-ins on this machine without TLS. */
function usesStandIn({ directory, secondFactor, providerPage }: AgentSettings): boolean {
  const trial = z.object({
    origin: z.string().optional(),
    issuer: z.string().optional(),
    standIn: z.string().optional(),
  });
  const settings = directory !== null && 'settings' in directory ? directory.settings : {};
  return [settings, secondFactor?.settings, providerPage].some((each) => {
    const { origin = '', issuer = '', standIn } = trial.safeParse(each).data ?? {};
    return standIn !== undefined || origin.startsWith('http:') || issuer.startsWith('http:');
  });
}

/** The demonstration's software keys, pulled out at first; null on a station with real ones. */
export function openSoftKeys(settings: AgentSettings, production: boolean): SoftKeyPort | null {
  if (settings.softwareKeys === null) return null;
  const keys = settings.softwareKeys.map(
    ({ id, label, statePath, generation, fingerprint, resetWindow }) => ({
      id,
      label: `${label.ja} / ${label.en}`,
      statePath,
      inserted: false,
      ...(generation === undefined ? {} : { generation }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(resetWindow === undefined ? {} : { resetWindow }),
    }),
  );
  const faults = settings.softwareKeys.flatMap(({ id, opening }) =>
    opening === undefined ? [] : [[id, opening] as const],
  );
  const opened = createSoftKeyPort({ keys, touch: 'manual', production });
  if (!opened.ok) throw new Error(`software keys: ${opened.error.code}`);
  return withOpeningFaults(opened.value, new Map(faults));
}

/**
 * A production station runs on real keys, a real directory and a protected line to its hub, or not at all: the words
 * say what stands against it, null when nothing does.
 */
export function productionObjection(settings: AgentSettings, production: boolean): string | null {
  if (!production) return null;
  if (settings.softwareKeys !== null) return 'a production station refuses software keys';
  if (settings.directory?.kind === 'local') return 'a production station refuses the local directory';
  if (usesStandIn(settings)) return 'a production station asks its directory by https only';
  if (settings.hub !== null && !settings.hub.url.startsWith('https:')) {
    return 'a production station speaks to its hub by https only';
  }
  return null;
}
