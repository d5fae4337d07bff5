import { rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { TargetFile } from '@tufjs/models';
import { z } from 'zod';
import { dpkgFormat } from '../../agent/update/install/debian-installer.ts';
import { runSystemProgram } from '../../agent/update/install/run-system-program.ts';
import { packagePath, type ReleaseFacts, releaseFacts } from '../../agent/update/release.ts';
import { type CopiedPackage, copyPackage } from './copy-package.ts';
import { publishTargets, type Repository, type Signing } from './repository.ts';

/** What the person who publishes says of a package; what a `.deb` says itself wins. */
export interface Said {
  readonly channels: readonly string[];
  readonly share: number;
  readonly commandFormats: readonly number[];
  readonly from?: string;
  readonly version?: string;
  readonly system?: string;
}

/** How far publishing is, and whether it is still wanted. */
export interface PublishWatch {
  readonly signal: AbortSignal;
  readonly progress: (phase: 'looking' | 'copying' | 'signing', done: number, total: number | null) => void;
}

const unwatched: PublishWatch = { signal: new AbortController().signal, progress: () => undefined };

/**
 * Puts packages into a repository and signs the new list. Throws, and leaves the repository as it was, where one cannot be
 * described or copied, or where it was cancelled before signing.
 */
export async function publishPackages(
  repository: Repository,
  files: readonly string[],
  said: Said,
  signing: Signing,
  { signal, progress }: PublishWatch = unwatched,
): Promise<{ readonly repository: Repository; readonly facts: readonly ReleaseFacts[] }> {
  const all: { readonly file: string; readonly facts: ReleaseFacts }[] = [];
  let bytes = 0;
  for (const [index, file] of files.entries()) {
    progress('looking', index, files.length);
    signal.throwIfAborted();
    const path = basename(file);
    if (!packagePath.test(path)) throw new Error(`${path}: letters, digits, . _ + ~ - and no folder`);
    all.push({ file, facts: releaseFacts.parse(await describe(file, said)) });
    bytes += (await stat(file)).size;
  }
  const targets: Record<string, TargetFile> = { ...repository.targets.signed.targets };
  const copied: CopiedPackage[] = [];
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    progress('copying', done, bytes);
  };
  try {
    for (const { file, facts } of all) {
      const one = await copyPackage(file, join(repository.folder, 'targets'), { signal, onBytes });
      copied.push(one);
      targets[one.path] = new TargetFile({
        path: one.path,
        length: one.length,
        hashes: { sha256: one.sha256 },
        unrecognizedFields: { custom: custom(facts) },
      });
    }
    signal.throwIfAborted();
  } catch (error) {
    for (const { place, isNew } of copied) if (isNew) await rm(place, { force: true });
    throw error;
  }
  progress('signing', 0, null);
  return {
    repository: await publishTargets(repository, targets, signing),
    facts: all.map((one) => one.facts),
  };
}

/** Changes how many stations a version is for; 0 with `withdraw` takes it away. How many packages that were. */
export async function changeRelease(
  repository: Repository,
  version: string,
  change: { readonly share: number } | 'withdraw',
  signing: Signing,
): Promise<number> {
  let changed = 0;
  const targets = Object.entries(repository.targets.signed.targets).flatMap(([path, target]) => {
    const facts = releaseFacts.safeParse(target.custom);
    if (!facts.success || facts.data.version !== version) return [[path, target] as const];
    changed += 1;
    if (change === 'withdraw') return [];
    const changedFacts = releaseFacts.parse({ ...facts.data, share: change.share });
    const { length, hashes } = target;
    return [
      [
        path,
        new TargetFile({ path, length, hashes, unrecognizedFields: { custom: custom(changedFacts) } }),
      ] as const,
    ];
  });
  if (changed > 0) await publishTargets(repository, Object.fromEntries(targets), signing);
  return changed;
}

/** Only what JSON has: an absent fact is no fact. */
function custom(facts: ReleaseFacts) {
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(facts)));
}

const debianArchitectures: Readonly<Record<string, string>> = { amd64: 'linux-x64', arm64: 'linux-arm64' };

async function describe(file: string, said: Said) {
  const { channels, share, commandFormats, from } = said;
  const common = { v: 1, channels, share, commandFormats, ...(from === undefined ? {} : { from }) };
  if (extname(file) !== '.deb') {
    return { ...common, package: 'madoguchi', version: said.version, system: said.system };
  }
  const format = dpkgFormat('Package', 'Version', 'Architecture');
  const asked = await runSystemProgram('dpkg-deb', ['--show', `--showformat=${format}`, file]);
  const [name, version, architecture] = asked?.status === 0 ? asked.output.split(' ') : [];
  // A package for every computer goes with one for a kind of them, which `--system` names.
  const system = said.system ?? debianArchitectures[architecture ?? ''] ?? 'linux-x64';
  return { ...common, package: name, version, system };
}
