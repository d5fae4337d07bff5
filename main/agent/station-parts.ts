import { createSoftKeyPort, type SoftKeyPort } from '../../native/softkey/soft-key-port.ts';
import type { Directory } from '../directory/directory.ts';
import { createLdapDirectory } from '../directory/ldap.ts';
import { ldapSettingsSchema } from '../directory/ldap-settings.ts';
import { createLocalDirectory } from '../directory/local.ts';
import type { AgentSettings } from './settings.ts';
import { withOpeningFaults } from './simulator/opening-faults.ts';

/** The directory that the settings name; with none, every password sign-in is unavailable. */
export function openDirectory(settings: AgentSettings): Directory {
  switch (settings.directory?.kind) {
    case 'local':
      return createLocalDirectory(settings.directory.path);
    case 'ldap':
      return createLdapDirectory(ldapSettingsSchema.parse(settings.directory.settings));
    case undefined:
      return {
        kind: 'none',
        verify: async () => ({ outcome: 'unavailable', cause: 'configuration' }),
        close: async () => undefined,
      };
  }
}

/** The demonstration's software keys, pulled out at first; null on a station with real ones. */
export function openSoftKeys(settings: AgentSettings, production: boolean): SoftKeyPort | null {
  if (settings.softwareKeys === null) return null;
  const keys = settings.softwareKeys.map(({ id, label, statePath, generation, fingerprint }) => ({
    id,
    label: `${label.ja} / ${label.en}`,
    statePath,
    inserted: false,
    ...(generation === undefined ? {} : { generation }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  }));
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
  if (settings.hub !== null && !settings.hub.url.startsWith('https:')) {
    return 'a production station speaks to its hub by https only';
  }
  return null;
}
