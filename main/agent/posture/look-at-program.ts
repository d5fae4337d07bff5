import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentSettings } from '../settings.ts';
import { installReport, readUpdateFetch, readUpdateFile, updateState } from '../update/update-files.ts';
import { agentUpdateFolders, installerFolders, standardUpdatePlaces } from '../update/update-folders.ts';
import { runProgram } from './bounded-look.ts';
import { type FuseWire, readFuseWire } from './fuse-wire.ts';
import type { PackageSight, UpdateSight } from './judge-program.ts';
import type { Sight } from './judgement.ts';
import type { ProgramPlace } from './program-place.ts';
import { type ComparedSoFar, compareFiles, recordedFiles } from './recorded-files.ts';

/**
 * What the system's package records, or the executable's signature, say of the installed files. Records are compared for at
 * most `milliseconds`.
 */
export async function lookAtPackage(
  place: ProgramPlace,
  milliseconds: number,
  signal: AbortSignal,
  compared?: ComparedSoFar,
): Promise<Sight<PackageSight>> {
  if (!place.packed) return { seen: { kind: 'checkout' } };
  if (place.face === null) return { unseen: 'not-readable' };
  switch (process.platform) {
    case 'linux':
      return lookAtDebian(place.face, milliseconds, compared);
    case 'darwin':
      return lookAtMac(place.face, signal);
    case 'win32':
      return lookAtWindows(place.face, signal);
    default:
      return { unseen: 'not-on-this-system' };
  }
}

async function lookAtDebian(
  face: string,
  milliseconds: number,
  soFar: ComparedSoFar | undefined,
): Promise<Sight<PackageSight>> {
  const sums = await recordsHolding(face);
  if (sums === 'no-records') return { unseen: 'not-on-this-system' };
  if (sums === null) return { seen: { kind: 'unrecorded' } };
  const files = recordedFiles(sums);
  const compared = await compareFiles(files, milliseconds, soFar);
  return { seen: { kind: 'recorded', by: 'dpkg', files: files.length, ...compared } };
}

/** Where dpkg keeps the digests of each package's files. `dpkg-query` reads all packages to say so, which can take seconds. */
const dpkgRecords = '/var/lib/dpkg/info';

/** The `md5sums` of the package of ours that holds a file. */
async function recordsHolding(path: string): Promise<string | null | 'no-records'> {
  const names = await readdir(dpkgRecords).catch(() => null);
  if (names === null) return 'no-records';
  for (const name of names.filter((one) => /^madoguchi.*\.md5sums$/.test(one))) {
    const sums = await readFile(join(dpkgRecords, name), 'utf8');
    if (sums.includes(`  ${path.slice(1)}\n`)) return sums;
  }
  return null;
}

/** The package of `dpkg-query --search`'s first line, `name[:arch]: /path`. */
export function packageOwning(output: string): string | null {
  return /^([a-z0-9][a-z0-9+.-]+)(?::[a-z0-9-]+)?: \//m.exec(output)?.[1] ?? null;
}

/**
 * Whether another version is installed than the one that runs, or offered by the sources of the system's packages, as they
 * were last read. Nothing is fetched.
 */
export async function lookAtUpdate(
  place: ProgramPlace,
  settings: Pick<AgentSettings, 'update' | 'stateFolder'>,
  signal: AbortSignal,
): Promise<Sight<UpdateSight>> {
  if (settings.update !== undefined) {
    const { installer } = standardUpdatePlaces(process.platform);
    const own = agentUpdateFolders(settings.stateFolder);
    const state = readUpdateFile(own.state, updateState);
    const fetching = readUpdateFetch(own.fetching, new Date());
    const report = readUpdateFile(installerFolders(installer).report, installReport);
    return { seen: { kind: 'own', sight: { running: place.version, state, report, fetching } } };
  }
  if (!place.packed || place.face === null || process.platform !== 'linux')
    return { seen: { kind: 'unmanaged' } };
  const owner = await runProgram('dpkg-query', ['--search', '--', place.face], signal);
  const name = owner === null ? null : packageOwning(owner.output.toString('utf8'));
  if (name === null) return { seen: { kind: 'unmanaged' } };
  const asked = await runProgram('apt-cache', ['policy', '--', name], signal);
  if (asked === null) return { unseen: 'too-slow' };
  const { installed, offered } = policyVersions(asked.output.toString('utf8'));
  if (installed === null) return { seen: { kind: 'unmanaged' } };
  return { seen: { kind: 'managed', by: 'apt', running: place.version, installed, offered } };
}

/** What `apt-cache policy` says of a package. */
export function policyVersions(output: string): {
  readonly installed: string | null;
  readonly offered: string | null;
} {
  const version = (label: string) => {
    const found = new RegExp(`^  ${label}: ([0-9][A-Za-z0-9.+:~-]*)$`, 'm').exec(output)?.[1];
    return found ?? null;
  };
  return { installed: version('Installed'), offered: version('Candidate') };
}

async function lookAtMac(face: string, signal: AbortSignal): Promise<Sight<PackageSight>> {
  const checked = await runProgram('codesign', ['--verify', '--strict', face], signal);
  if (checked === null) return { unseen: 'too-slow' };
  return { seen: { kind: 'signature', valid: checked.status === 0, signer: 'codesign' } };
}

async function lookAtWindows(face: string, signal: AbortSignal): Promise<Sight<PackageSight>> {
  const quoted = `'${face.replaceAll("'", "''")}'`;
  const script = `(Get-AuthenticodeSignature -LiteralPath ${quoted}).Status.ToString()`;
  const words = ['-NoProfile', '-NonInteractive', '-Command', script];
  const asked = await runProgram('powershell.exe', words, signal);
  if (asked === null) return { unseen: 'too-slow' };
  const valid = asked.output.toString('utf8').trim() === 'Valid';
  return { seen: { kind: 'signature', valid, signer: 'Authenticode' } };
}

export async function lookAtFuses(place: ProgramPlace, signal: AbortSignal): Promise<Sight<FuseWire | null>> {
  return place.face === null ? { unseen: 'not-readable' } : { seen: await readFuseWire(place.face, signal) };
}
