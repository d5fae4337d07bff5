import { existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runBounded } from './bounded-process.ts';
import { openCacheDirectory } from './runtime-cache.ts';
import { failed, type RuntimeResult, ready } from './runtime-result.ts';

export interface OfficialRuntimeOptions {
  /** The installed `electron` package, usually `node_modules/electron`. */
  readonly electronPackage: string;
  /**
   * A file whose age says when a download was last tried in vain; for a machine that has something else to run. Without
   * it every call tries.
   */
  readonly attemptMark?: string;
  readonly now?: Date;
}

/** A download that failed is not tried again before this. */
const retryAfterMs = 24 * 60 * 60_000;
const downloadTimeoutMs = 60_000;

/**
 * Electron's own binary, as the `electron` package puts it into its `dist` directory. Where it is missing, the package's
 * install script downloads it and checks it against the checksums that the package carries; offline that fails within a
 * second. A failure is remembered for a day, so that a machine which never reaches the download host starts quickly;
 * `npx install-electron` tries at once.
 */
export async function officialRuntime(
  options: OfficialRuntimeOptions,
): Promise<RuntimeResult<{ readonly executable: string; readonly version: string }>> {
  const { electronPackage, attemptMark, now = new Date() } = options;
  const present = await installedRuntime(electronPackage);
  if (present !== undefined) return ready(present);
  if (attemptMark !== undefined && (await isRecent(attemptMark, now))) {
    return failed('runtime/official-unavailable', 'the last download failed less than a day ago');
  }
  const outcome = await runBounded(process.execPath, [join(electronPackage, 'install.js')], {
    timeoutMs: downloadTimeoutMs,
    cwd: electronPackage,
  });
  const installed = outcome.status === 0 ? await installedRuntime(electronPackage) : undefined;
  if (installed !== undefined) {
    if (attemptMark !== undefined) await rm(attemptMark, { force: true });
    return ready(installed);
  }
  if (attemptMark !== undefined && (await openCacheDirectory(dirname(attemptMark))))
    await writeFile(attemptMark, '');
  const reason = outcome.timedOut
    ? 'the download took too long'
    : (outcome.errors.trim().split('\n')[0] ?? '');
  return failed('runtime/official-unavailable', reason.slice(0, 300));
}

/** The package's own binary if it is complete: `path.txt` is the last thing that its install script writes. */
async function installedRuntime(
  electronPackage: string,
): Promise<{ readonly executable: string; readonly version: string } | undefined> {
  const [executablePath, installed, wanted] = await Promise.all([
    readOptional(join(electronPackage, 'path.txt')),
    readOptional(join(electronPackage, 'dist', 'version')),
    readOptional(join(electronPackage, 'package.json')),
  ]);
  if (executablePath === undefined || installed === undefined || wanted === undefined) return undefined;
  const { version } = JSON.parse(wanted) as { readonly version: string };
  const executable = join(electronPackage, 'dist', executablePath);
  return installed.trim().replace(/^v/, '') === version && existsSync(executable)
    ? { executable, version }
    : undefined;
}

async function isRecent(file: string, now: Date): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Math.abs(now.getTime() - found.mtimeMs) < retryAfterMs;
}

function readOptional(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
