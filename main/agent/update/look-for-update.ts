import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { UpdateRules } from '../../exchange/update-rules.ts';
import { replaceFile } from '../../files/replace-file.ts';
import {
  chooseRelease,
  installedVersion,
  type Release,
  releaseOf,
  type UpdatableStation,
} from './decide-update.ts';
import { fetchPackage } from './fetch-package.ts';
import type { ReleasedPackage } from './release.ts';
import { metadataOver } from './repository-line.ts';
import { type ReadMetadata, refreshMetadata } from './trusted-metadata.ts';
import type { UpdateState } from './update-files.ts';
import { type AgentUpdateFolders, rootsFolder } from './update-folders.ts';

export interface LookOptions {
  readonly folders: AgentUpdateFolders;
  readonly pinnedRoot: string;
  readonly address: string;
  readonly station: UpdatableStation;
  readonly rules: UpdateRules;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly free?: (folder: string) => Promise<number>;
  /** Hears how far fetching a version is: bytes of everything that is fetched for it. */
  readonly onFetch?: (version: string, done: number, total: number) => void;
}

export type Looked = Pick<UpdateState, 'outcome' | 'detail' | 'offered' | 'ready' | 'waits'>;

const usualKilobytesPerSecond = 2000;

/**
 * Asks the repository, and where this station may have a newer version fetches its packages and those that bring the
 * present one back. Installs nothing.
 */
export async function lookForUpdate(options: LookOptions): Promise<Looked> {
  const { folders, station, rules } = options;
  const nothing: Looked = { outcome: 'current', detail: null, offered: null, ready: null, waits: [] };
  const pinnedRoot = await readFile(options.pinnedRoot).catch(() => null);
  if (pinnedRoot === null) return { ...nothing, outcome: 'root-missing' };
  const roots = new Map<string, Buffer>();
  const trusted = await refreshMetadata({
    folder: folders.metadata,
    pinnedRoot,
    read: keepingRoots(metadataOver(options.address, options.signal), roots),
    now: options.now,
  });
  await keepRoots(rootsFolder(folders, pinnedRoot), roots);
  if (!trusted.trusted) return { ...nothing, outcome: trusted.why, detail: trusted.detail };
  const choice = chooseRelease(trusted.packages, station, rules.channel);
  const offered = choice?.newest ?? null;
  if (choice?.release == null || rules.mode === 'report') {
    await keepPackages(folders, presentPackages(trusted.packages, station));
    if (choice === null) return nothing;
    const why = choice.release === null ? choice.why : 'reported-only';
    return { ...nothing, outcome: 'offered', offered, waits: [why] };
  }
  const { release, previous } = choice;
  const all = [...release.packages, ...previous.packages];
  await keepPackages(folders, all);
  const total = all.reduce((sum, { length }) => sum + length, 0);
  let whole = 0;
  for (const one of all) {
    const before = whole;
    const fetched = await fetchPackage(one, {
      address: options.address,
      folder: folders.packages,
      signal: options.signal,
      onBytes: (bytes) => options.onFetch?.(release.version, before + bytes, total),
      kilobytesPerSecond: rules.kilobytesPerSecond ?? usualKilobytesPerSecond,
      ...(options.free === undefined ? {} : { free: options.free }),
    });
    if (!fetched.fetched) return { ...nothing, outcome: 'fetch-failed', detail: fetched.why, offered };
    whole += one.length;
  }
  const ready = {
    v: 1 as const,
    version: release.version,
    packages: hashesOf(release),
    previous: hashesOf(previous),
  };
  return { outcome: 'ready', detail: null, offered, ready, waits: [] };
}

function hashesOf(release: Release): string[] {
  return release.packages.map(({ sha256 }) => sha256);
}

/** What would bring the present version back is not fetched twice. */
function presentPackages(
  offered: readonly ReleasedPackage[],
  station: UpdatableStation,
): readonly ReleasedPackage[] {
  const current = installedVersion(station.installed);
  const own = offered.filter(({ facts }) => facts.system === station.system);
  return current === null ? [] : (releaseOf(own, station, current)?.packages ?? []);
}

async function keepPackages(folders: AgentUpdateFolders, wanted: readonly ReleasedPackage[]): Promise<void> {
  await mkdir(folders.packages, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folders.packages)) {
    const needed = wanted.some(({ sha256 }) => name.startsWith(sha256));
    if (!needed) await rm(join(folders.packages, name), { force: true, recursive: true });
  }
}

function keepingRoots(read: ReadMetadata, roots: Map<string, Buffer>): ReadMetadata {
  return async (name, maximumBytes) => {
    const bytes = await read(name, maximumBytes);
    if (bytes !== null && /^\d{1,9}\.root\.json$/.test(name)) roots.set(name, bytes);
    return bytes;
  };
}

/** One that was refused lies there too: it is asked for again by its name, and replaced by what comes then. */
async function keepRoots(folder: string, roots: ReadonlyMap<string, Buffer>): Promise<void> {
  if (roots.size === 0) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of roots) await replaceFile(join(folder, name), bytes.toString('utf8'), 0o600);
}
