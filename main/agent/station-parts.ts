import { z } from 'zod';
import { createSoftKeyPort, type SoftKeyPort } from '../../native/softkey/soft-key-port.ts';
import type { AgentSettings } from './settings.ts';
import { withOpeningFaults } from './simulator/opening-faults.ts';

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
