import type { LabLaunch } from '../../../preload/contract/models/lab.ts';

/** What the agent answered to `lab.open`; null where it is not what the contract says. */
export function readLaunch(value: unknown): LabLaunch | null {
  if (typeof value !== 'object' || value === null) return null;
  const launch = value as Partial<Record<string, unknown>>;
  const { kind, id, folder } = launch;
  if (typeof id !== 'string' || typeof folder !== 'string' || folder === '') return null;
  if (kind === 'program') {
    const { path, arguments: words } = launch;
    return typeof path === 'string' && path !== '' && isStrings(words)
      ? { kind, id, path, arguments: [...words], folder }
      : null;
  }
  if (kind !== 'site') return null;
  const { start, origins, downloads, printing, label } = launch;
  if (typeof start !== 'string' || !isStrings(origins) || typeof label !== 'object' || label === null) {
    return null;
  }
  const { ja, en } = label as Partial<Record<string, unknown>>;
  if (typeof ja !== 'string' || typeof en !== 'string') return null;
  return {
    kind,
    id,
    label: { ja, en },
    start,
    origins: [...origins],
    downloads: downloads === true,
    printing: printing === true,
    folder,
  };
}

/** The same answer as the page may see it: that it was carried out, and nothing of paths and folders. */
export function withoutPaths(launch: LabLaunch): LabLaunch {
  return launch.kind === 'program'
    ? { ...launch, path: '', arguments: [], folder: '' }
    : { ...launch, start: '', origins: [], folder: '' };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
