import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from '../../agent/posture/program-place.ts';
import { loadSettings } from '../../agent/settings-load.ts';
import { applyUpdate } from '../../agent/update/install/apply-update.ts';
import { installerHere } from '../../agent/update/install/installer-port-here.ts';
import { metadataOver } from '../../agent/update/repository-line.ts';
import { refreshMetadata } from '../../agent/update/trusted-metadata.ts';
import { repositoryOf, updateAddress } from '../../agent/update/update-address.ts';
import {
  installReport,
  readUpdateFetch,
  readUpdateFile,
  updateState,
} from '../../agent/update/update-files.ts';
import {
  agentUpdateFolders,
  installerFolders,
  standardUpdatePlaces,
} from '../../agent/update/update-folders.ts';
import { standardSettingsFile } from '../doctor/doctor-command.ts';
import { cancelledStatus, createProgressLine, longWork, serviceLogMs } from '../long-work.ts';
import { watchLook } from './watch-look.ts';

export interface StationOptions {
  readonly settings?: string;
}

const watchMs = 10 * 60_000;
const places = standardUpdatePlaces(process.platform);

/** `update status`: what the agent and the installer say, as JSON. Exit status 1 where nothing can be read. */
export async function statusFromCommandLine(options: StationOptions): Promise<number> {
  const settings = await settingsOf(options);
  if (settings === null) return 1;
  const agent = readUpdateFile(agentUpdateFolders(settings.stateFolder).state, updateState);
  const fetching = readUpdateFetch(agentUpdateFolders(settings.stateFolder).fetching, new Date());
  const installer = readUpdateFile(installerFolders(places.installer).report, installReport);
  const { version } = findProgram(import.meta.dirname, []);
  say({ version, from: settings.update?.from ?? null, agent, fetching, installer });
  return 0;
}

/**
 * `update check`: verifies the repository as a station would from its pinned root, keeps nothing and fetches no package.
 * Exit status 1 where it would be refused, 69 where it cannot be reached.
 */
export async function checkFromCommandLine(
  options: StationOptions & { readonly address?: string; readonly root?: string },
): Promise<number> {
  const settings = options.address === undefined ? await settingsOf(options) : null;
  const given = updateAddress.safeParse(options.address);
  const address = given.success
    ? given.data
    : settings?.update === undefined
      ? null
      : repositoryOf(settings.update, settings.hub?.url ?? null);
  const pinned = await readFile(options.root ?? places.root).catch(() => null);
  if (address === null || pinned === null) {
    process.stderr.write('update: an address (https) and a readable root are needed\n');
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-update-'));
  try {
    const trusted = await refreshMetadata({
      folder,
      pinnedRoot: pinned,
      read: metadataOver(address, AbortSignal.timeout(60_000)),
      now: new Date(),
    });
    say(
      trusted.trusted
        ? {
            trusted: true,
            packages: trusted.packages.map(({ path, length, facts }) => ({ path, length, ...facts })),
          }
        : trusted,
    );
    return trusted.trusted ? 0 : trusted.why === 'unreachable' ? 69 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * `update look`: has the agent ask the repository now, within half a minute, rather than when it is due. Only the agent's own
 * account may: root follows no path that another account could bend. Exit status 0 asked, 1 no settings, 69 not permitted;
 * with `wait` those of `watchLook`, which says how far it is.
 */
export async function lookFromCommandLine(
  options: StationOptions & { readonly wait?: boolean },
): Promise<number> {
  const settings = await settingsOf(options);
  if (settings === null) return 1;
  const folders = agentUpdateFolders(settings.stateFolder);
  const { folder, asked } = folders;
  const before = readUpdateFile(folders.state, updateState)?.checkedAt ?? null;
  try {
    const { uid } = await stat(settings.stateFolder);
    if (process.getuid !== undefined && process.getuid() !== uid) throw new Error(`only account ${uid} may`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(asked, '', { mode: 0o600 });
  } catch (error) {
    process.stderr.write(`update: ${error instanceof Error ? error.message : String(error)}\n`);
    return 69;
  }
  return options.wait === true ? longWork((at) => watchLook({ folders, before, print: say }, at)) : 0;
}

/**
 * `update apply`: the installer's part, as root. Ends what was begun, otherwise installs what the agent handed over after
 * verifying it anew. Says on standard error how far it is; Ctrl-C takes back what it began. Exit status 0 done or nothing to
 * do, 1 refused or taken back, 69 not possible here, 130 cancelled. The end that a system asks for as it goes down cancels
 * nothing: the next run goes on.
 */
export async function applyFromCommandLine(options: StationOptions): Promise<number> {
  const port = installerHere(process.platform);
  const settings = await settingsOf(options);
  if (port === null || settings === null) return 69;
  if (process.platform !== 'win32' && process.getuid?.() !== 0) {
    process.stderr.write('update: only root may install\n');
    return 69;
  }
  return longWork(
    async ({ signal, progress, say: sayAside }) => {
      const applied = await applyUpdate({
        agent: agentUpdateFolders(settings.stateFolder),
        own: installerFolders(places.installer),
        // Not what settings say: those that were last known lie with the agent.
        pinnedRoot: places.root,
        port,
        now: () => new Date(),
        // Cancelling ends a wait; what is taken back afterwards waits as it has to.
        wait: (milliseconds) =>
          delay(milliseconds, undefined, signal.aborted ? {} : { signal }).catch(() => undefined),
        watchMs,
        signal,
        progress,
        log: (line) => sayAside(`update: ${line}`),
      });
      if (applied === 'nothing' || applied === 'installed') return 0;
      if (!signal.aborted || applied === 'stuck') return 1;
      sayAside(
        applied === 'refused'
          ? 'Cancelled. Nothing was installed.'
          : 'Cancelled. The version before is back.',
      );
      return cancelledStatus;
    },
    createProgressLine(undefined, undefined, serviceLogMs),
    ['SIGINT'],
  );
}

async function settingsOf(options: StationOptions) {
  const loaded = await loadSettings({ file: options.settings ?? standardSettingsFile(), remember: false });
  if (loaded.settings === null) process.stderr.write('update: the settings do not make a whole\n');
  return loaded.settings;
}

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
