import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { TargetFile } from '@tufjs/models';
import { z } from 'zod';
import { dpkgFormat } from '../../agent/update/install/debian-installer.ts';
import { runSystemProgram } from '../../agent/update/install/run-system-program.ts';
import { packagePath, type ReleaseFacts, releaseFacts } from '../../agent/update/release.ts';
import { publishTargets, type Repository, type Signing } from './repository.ts';
import { sha256Hex } from './sha256-hex.ts';

/** What the person who publishes says of a package; what a `.deb` says itself wins. */
export interface Said {
  readonly channels: readonly string[];
  readonly share: number;
  readonly commandFormats: readonly number[];
  readonly from?: string;
  readonly version?: string;
  readonly system?: string;
}

/** Puts packages into a repository and signs the new list. Throws, and publishes nothing, where one cannot be described. */
export async function publishPackages(
  repository: Repository,
  files: readonly string[],
  said: Said,
  signing: Signing,
): Promise<{ readonly repository: Repository; readonly facts: readonly ReleaseFacts[] }> {
  const targets: Record<string, TargetFile> = { ...repository.targets.signed.targets };
  const all: ReleaseFacts[] = [];
  for (const file of files) {
    const path = basename(file);
    if (!packagePath.test(path)) throw new Error(`${path}: letters, digits, . _ + ~ - and no folder`);
    const facts = releaseFacts.parse(await describe(file, said));
    const bytes = await readFile(file);
    const sha256 = sha256Hex(bytes);
    const place = join(repository.folder, 'targets', `${sha256}.${path}`);
    await mkdir(join(repository.folder, 'targets'), { recursive: true });
    await copyFile(file, `${place}.new`);
    await rename(`${place}.new`, place);
    targets[path] = new TargetFile({
      path,
      length: bytes.length,
      hashes: { sha256 },
      unrecognizedFields: { custom: custom(facts) },
    });
    all.push(facts);
  }
  return { repository: await publishTargets(repository, targets, signing), facts: all };
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
