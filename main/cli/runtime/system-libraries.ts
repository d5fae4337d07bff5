import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runBounded } from './bounded-process.ts';
import {
  chosenNames,
  installableNames,
  missingLibraries,
  packagesHolding,
  virtualDisplayPackage,
} from './debian-packages.ts';
import { failed, type RuntimeResult, ready } from './runtime-result.ts';

export interface SystemLibrariesOptions {
  readonly executable: string;
  /** Whether a virtual display will be needed: there is no screen to draw on. */
  readonly needsVirtualDisplay: boolean;
  readonly notice?: (line: string) => void;
}

const lddTimeoutMs = 20_000;
const updateTimeoutMs = 120_000;
const installTimeoutMs = 300_000;

/**
 * Sees to it that the linker finds what Electron needs, and that there is an Xvfb where there is no screen. Root on
 * Debian gets the missing packages installed; anybody else gets the one command to run, in the failure's detail. Does
 * nothing, in about 50 ms, where nothing is missing.
 */
export async function ensureSystemLibraries(options: SystemLibrariesOptions): Promise<RuntimeResult<void>> {
  if (process.platform !== 'linux') return ready(undefined);
  const needs = await missingPackages(options);
  if (!needs.ok) return needs;
  if (needs.value.length === 0) return ready(undefined);
  const names = needs.value.map((candidates) => candidates.at(-1) ?? '');
  const canInstall = process.getuid?.() === 0 && (await isOnPath('apt-get'));
  if (!canInstall) return failed('runtime/libraries-missing', installCommand(names));
  options.notice?.(`Installing system packages: ${names.join(' ')}`);
  options.notice?.(`システムパッケージをインストールしています: ${names.join(' ')}`);
  const installed = await install(needs.value);
  if (!installed) return failed('runtime/libraries-missing', installCommand(names));
  const remaining = await missingPackages(options);
  if (!remaining.ok) return remaining;
  return remaining.value.length === 0
    ? ready(undefined)
    : failed(
        'runtime/libraries-missing',
        installCommand(remaining.value.map((candidates) => candidates.at(-1) ?? '')),
      );
}

/** The command that a person without root's rights is asked to run or to pass on. */
export function installCommand(names: readonly string[]): string {
  return `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

async function missingPackages({
  executable,
  needsVirtualDisplay,
}: SystemLibrariesOptions): Promise<RuntimeResult<readonly (readonly string[])[]>> {
  const linked = await runBounded('ldd', [executable], { timeoutMs: lddTimeoutMs });
  if (linked.status !== 0) return failed('runtime/libraries-missing', `ldd cannot read ${executable}`);
  const { packages, unknown } = packagesHolding(missingLibraries(linked.output));
  if (unknown.length > 0) {
    return failed('runtime/libraries-missing', `install what provides ${unknown.join(', ')}`);
  }
  const lacksDisplay = needsVirtualDisplay && !(await isOnPath('Xvfb'));
  return ready(lacksDisplay ? [...packages, virtualDisplayPackage] : packages);
}

/** Installs from the package lists that are there, and refreshes them first where they are empty or out of date. */
async function install(needs: readonly (readonly string[])[]): Promise<boolean> {
  if (await installFromLists(needs)) return true;
  const updated = await runBounded('apt-get', ['update', '-q'], { timeoutMs: updateTimeoutMs });
  return updated.status === 0 && (await installFromLists(needs));
}

async function installFromLists(needs: readonly (readonly string[])[]): Promise<boolean> {
  const policy = await runBounded('apt-cache', ['policy', ...needs.flat()], {
    timeoutMs: lddTimeoutMs,
    environment: { ...process.env, LC_ALL: 'C' },
  });
  const names = chosenNames(needs, installableNames(policy.output));
  if (names === undefined) return false;
  const outcome = await runBounded(
    'apt-get',
    ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=60', ...names],
    {
      timeoutMs: installTimeoutMs,
      environment: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    },
  );
  return outcome.status === 0;
}

async function isOnPath(program: string): Promise<boolean> {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    if (directory === '') continue;
    const found = await access(join(directory, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
