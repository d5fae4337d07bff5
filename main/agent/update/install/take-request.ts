import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { installedVersion } from '../decide-update.ts';
import { isWhole } from '../fetch-package.ts';
import { compareVersions, isVersion, type ReleasedPackage } from '../release.ts';
import { refreshMetadata } from '../trusted-metadata.ts';
import { type InstallFailure, type InstallRequest, openStranger, readStranger } from '../update-files.ts';
import { type AgentUpdateFolders, type InstallerFolders, rootsFolder } from '../update-folders.ts';
import type { InstallerPort } from './installer-port.ts';

export type Taken =
  | {
      readonly taken: true;
      readonly previous: string;
      readonly files: readonly string[];
      readonly previousFiles: readonly string[];
    }
  | { readonly taken: false; readonly why: InstallFailure };

export interface TakeOptions {
  readonly agent: AgentUpdateFolders;
  readonly own: InstallerFolders;
  /** The root that root pinned; the agent has no say in it. */
  readonly pinnedRoot: string;
  readonly port: InstallerPort;
  readonly now: Date;
  /** Aborted where it is not wanted any more. */
  readonly signal: AbortSignal;
  readonly progress: (phase: InstallPhase, done: number, total: number | null) => void;
}

/** What the installer is at, in words for whoever looks at it. */
export type InstallPhase =
  | 'verifying'
  | 'installing'
  | 'waiting for the package system'
  | 'waiting until it says that it works'
  | 'taking it back';

/**
 * Takes over what the agent fetched, trusting none of it: the whole chain is verified again from the pinned root with the
 * installer's own memory of versions, each package is copied into a folder that the agent cannot write and its hash
 * judged there, and it has to be the newer version of exactly what is installed.
 */
export async function takeRequest(request: InstallRequest, options: TakeOptions): Promise<Taken> {
  const { own, agent, port } = options;
  const pinnedRoot = await readFile(options.pinnedRoot).catch(() => null);
  if (pinnedRoot === null) return { taken: false, why: 'root-missing' };
  const trusted = await refreshMetadata({
    folder: own.metadata,
    pinnedRoot,
    read: (name, maximumBytes) => readStranger(handedFile(agent, pinnedRoot, name), maximumBytes),
    now: options.now,
  });
  if (!trusted.trusted) return { taken: false, why: 'metadata-refused' };
  const installed = await port.installed();
  const previous = installedVersion(installed);
  if (previous === null || !isVersion(previous)) return { taken: false, why: 'not-newer' };
  const wanted = signedPackages(trusted.packages, request.packages, request.version, installed);
  const back = signedPackages(trusted.packages, request.previous, previous, installed);
  if (wanted === null || back === null) return { taken: false, why: 'package-refused' };
  if (compareVersions(request.version, previous) <= 0) return { taken: false, why: 'not-newer' };
  await mkdir(own.packages, { recursive: true, mode: 0o700 });
  const files: string[] = [];
  const all = [...wanted, ...back];
  const bytes = all.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  for (const one of all) {
    options.progress('verifying', done, bytes);
    const name = options.signal.aborted ? null : await takeOver(one, options);
    if (name === null) return { taken: false, why: options.signal.aborted ? 'cancelled' : 'package-refused' };
    files.push(name);
    done += one.length;
  }
  return {
    taken: true,
    previous,
    files: files.slice(0, wanted.length),
    previousFiles: files.slice(wanted.length),
  };
}

/** Where the agent put a file of the repository. It keeps each root, so that an installer that is behind can follow. */
function handedFile(agent: AgentUpdateFolders, pinnedRoot: Buffer, name: string): string {
  const role = /^\d+\.(snapshot|targets)\.json$/.exec(name)?.[1];
  if (role !== undefined) return join(agent.metadata, `${role}.json`);
  if (/^\d+\.root\.json$/.test(name)) return join(rootsFolder(agent, pinnedRoot), name);
  return join(agent.metadata, 'timestamp.json');
}

/** The packages of these hashes, where they are one version of exactly what is installed; null otherwise. */
function signedPackages(
  offered: readonly ReleasedPackage[],
  hashes: readonly string[],
  version: string,
  installed: ReadonlyMap<string, string>,
): readonly ReleasedPackage[] | null {
  const system = `${process.platform}-${process.arch}`;
  const found = hashes.flatMap((hash) =>
    offered
      .filter(({ sha256, facts }) => sha256 === hash && facts.version === version && facts.system === system)
      .slice(0, 1),
  );
  const names = new Set(found.map(({ facts }) => facts.package));
  const whole = found.length === installed.size && [...installed.keys()].every((name) => names.has(name));
  return whole ? found : null;
}

async function takeOver(wanted: ReleasedPackage, options: TakeOptions): Promise<string | null> {
  const { own, agent, port } = options;
  const suffix = /^\.[a-z]{1,8}$/.exec(extname(wanted.path))?.[0] ?? '';
  const name = `${wanted.sha256}${suffix}`;
  const path = join(own.packages, name);
  if (!(await isWhole(path, wanted))) {
    const fresh = `${path}.new`;
    if (!(await copyBounded(join(agent.packages, wanted.sha256), fresh, wanted))) {
      await rm(fresh, { force: true });
      return null;
    }
    await rename(fresh, path);
  }
  const itself = await port.describe(path);
  return itself?.name === wanted.facts.package && itself.version === wanted.facts.version ? name : null;
}

/** A write may take less than it was given (POSIX.1-2017, write). */
async function writeAll(target: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await target.write(bytes, at, bytes.length - at);
    at += bytesWritten;
  }
}

/** Copies exactly the signed bytes, judging what is written and not what could be read again. */
async function copyBounded(from: string, to: string, wanted: ReleasedPackage): Promise<boolean> {
  const source = await openStranger(from);
  if (source === null) return false;
  try {
    await rm(to, { force: true });
    const target = await open(to, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      const buffer = Buffer.alloc(1024 * 1024);
      for (let left = wanted.length; left > 0; ) {
        const { bytesRead } = await source.read(buffer, 0, Math.min(buffer.length, left), null);
        if (bytesRead === 0) return false;
        hash.update(buffer.subarray(0, bytesRead));
        await writeAll(target, buffer.subarray(0, bytesRead));
        left -= bytesRead;
      }
      await target.sync();
      return hash.digest('hex') === wanted.sha256;
    } finally {
      await target.close();
    }
  } catch {
    return false;
  } finally {
    await source.close();
  }
}

/** Removes packages that no attempt needs any more. */
export async function keepOnly(own: InstallerFolders, names: readonly string[]): Promise<void> {
  const there = await stat(own.packages).then(
    () => readdir(own.packages),
    () => [],
  );
  for (const name of there) {
    if (!names.includes(name)) await rm(join(own.packages, name), { force: true });
  }
}
