import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Metadata,
  MetadataKind,
  MetaFile,
  Root,
  Snapshot,
  type TargetFile,
  Targets,
  Timestamp,
} from '@tufjs/models';
import { z } from 'zod';
import { replaceFile } from '../../files/replace-file.ts';
import type { RoleKey, RoleName } from './role-keys.ts';
import { sha256Hex } from './sha256-hex.ts';

const dayMs = 86_400_000;
const specVersion = '1.0.31';
/** How long a signature of each role is good, in days. The timestamp's is how long a station can be held back unseen. */
export const validDays: Readonly<Record<RoleName, number>> = {
  root: 730,
  targets: 365,
  snapshot: 365,
  timestamp: 30,
};

/** A repository's own files, as they are at the moment. */
export interface Repository {
  readonly folder: string;
  readonly root: Metadata<Root>;
  readonly targets: Metadata<Targets>;
  readonly snapshot: Metadata<Snapshot>;
  readonly timestamp: Metadata<Timestamp>;
}

export interface Signing {
  readonly keys: readonly RoleKey[];
  readonly now: Date;
}

/** Makes a repository without packages. Throws where a folder is one already. */
export async function makeRepository(
  folder: string,
  signing: Signing,
  rootThreshold: number,
): Promise<Repository> {
  await mkdir(join(folder, 'metadata'), { recursive: true });
  await mkdir(join(folder, 'targets'), { recursive: true });
  const root = new Metadata(rootOf(1, signing, rootThreshold));
  signBy(root, 'root', signing.keys);
  const path = join(folder, 'metadata', '1.root.json');
  await writeFile(path, textOf(root), { flag: 'wx', mode: 0o644 });
  const empty = { specVersion, version: 0, expires: signing.now.toISOString() };
  return publishTargets(
    {
      folder,
      root,
      targets: new Metadata(new Targets({ ...empty, targets: {} })),
      snapshot: new Metadata(new Snapshot({ ...empty, meta: {} })),
      timestamp: new Metadata(new Timestamp({ ...empty, snapshotMeta: new MetaFile({ version: 1 }) })),
    },
    {},
    signing,
  );
}

/**
 * Gives the next root: signed by the keys of the one before and by its own (TUF 1.0.31 §6.1), so that stations follow. The
 * other roles are signed anew by the new keys.
 */
export async function rotateRoot(
  repository: Repository,
  before: readonly RoleKey[],
  signing: Signing,
  rootThreshold: number,
): Promise<Repository> {
  const version = repository.root.signed.version + 1;
  const root = new Metadata(rootOf(version, signing, rootThreshold));
  signBy(root, 'root', before);
  signBy(root, 'root', signing.keys);
  // Stations would find out only when they can't follow any more.
  repository.root.verifyDelegate('root', root);
  root.verifyDelegate('root', root);
  const path = join(repository.folder, 'metadata', `${version}.root.json`);
  await writeFile(path, textOf(root), { flag: 'wx', mode: 0o644 });
  const next = { ...repository, root };
  return publishTargets(next, repository.targets.signed.targets, signing);
}

/**
 * Signs a list of packages and what vouches for it. The timestamp comes last and whole: until then stations see what was
 * there before.
 */
export async function publishTargets(
  repository: Repository,
  targets: Readonly<Record<string, TargetFile>>,
  signing: Signing,
): Promise<Repository> {
  const { folder, root } = repository;
  const next = <Kind extends RoleName>(role: Kind, before: { readonly version: number }) => ({
    specVersion,
    version: before.version + 1,
    expires: expiry(signing.now, role),
  });
  const listed = new Metadata(
    new Targets({ ...next('targets', repository.targets.signed), targets: { ...targets } }),
  );
  await signAndWrite(folder, root, 'targets', listed, signing);
  const snapshot = new Metadata(
    new Snapshot({
      ...next('snapshot', repository.snapshot.signed),
      meta: { 'targets.json': describe(listed) },
    }),
  );
  await signAndWrite(folder, root, 'snapshot', snapshot, signing);
  const timestamp = await stamp({ ...repository, snapshot }, signing);
  return { folder, root, targets: listed, snapshot, timestamp };
}

/** Signs the timestamp anew, with its key alone: what a computer does every day, away from the other keys. */
export async function renewTimestamp(repository: Repository, signing: Signing): Promise<Repository> {
  return { ...repository, timestamp: await stamp(repository, signing) };
}

async function stamp(repository: Repository, signing: Signing): Promise<Metadata<Timestamp>> {
  const timestamp = new Metadata(
    new Timestamp({
      specVersion,
      version: repository.timestamp.signed.version + 1,
      expires: expiry(signing.now, 'timestamp'),
      snapshotMeta: describe(repository.snapshot),
    }),
  );
  await signAndWrite(repository.folder, repository.root, 'timestamp', timestamp, signing);
  return timestamp;
}

async function signAndWrite(
  folder: string,
  root: Metadata<Root>,
  role: RoleName,
  metadata: Metadata<Targets | Snapshot | Timestamp>,
  signing: Signing,
): Promise<void> {
  signBy(metadata, role, signing.keys);
  // Nothing goes out that no station would take.
  root.verifyDelegate(role, metadata);
  const name = role === 'timestamp' ? 'timestamp.json' : `${metadata.signed.version}.${role}.json`;
  await replaceFile(join(folder, 'metadata', name), textOf(metadata), 0o644);
}

/** Reads a repository and follows its roots. Throws where it is none. */
export async function readRepository(folder: string): Promise<Repository> {
  const read = async (name: string) =>
    jsonObject.parse(JSON.parse(await readFile(join(folder, 'metadata', name), 'utf8')));
  let root = Metadata.fromJSON(MetadataKind.Root, await read('1.root.json'));
  for (;;) {
    const data = await read(`${root.signed.version + 1}.root.json`).catch(nothing);
    if (data === null) break;
    const next = Metadata.fromJSON(MetadataKind.Root, data);
    root.verifyDelegate('root', next);
    next.verifyDelegate('root', next);
    root = next;
  }
  const timestamp = Metadata.fromJSON(MetadataKind.Timestamp, await read('timestamp.json'));
  const at = timestamp.signed.snapshotMeta.version;
  const snapshot = Metadata.fromJSON(MetadataKind.Snapshot, await read(`${at}.snapshot.json`));
  const listed = snapshot.signed.meta['targets.json']?.version ?? 0;
  const targets = Metadata.fromJSON(MetadataKind.Targets, await read(`${listed}.targets.json`));
  return { folder, root, targets, snapshot, timestamp };
}

const jsonObject = z.record(z.string(), z.json());
const rootForm = z.looseObject({ roles: jsonObject });

function nothing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}

function rootOf(version: number, signing: Signing, threshold: number): Root {
  const root = new Root({
    specVersion,
    version,
    expires: expiry(signing.now, 'root'),
    consistentSnapshot: true,
  });
  for (const { role, key } of signing.keys) root.addKey(key, role);
  const keyids = root.roles.root?.keyIDs ?? [];
  if (keyids.length < threshold) throw new Error('fewer root keys than are needed');
  const { roles, ...rest } = rootForm.parse(root.toJSON());
  return Root.fromJSON({ ...rest, roles: { ...roles, root: { keyids, threshold } } });
}

function signBy(
  metadata: Metadata<Root | Targets | Snapshot | Timestamp>,
  role: RoleName,
  keys: readonly RoleKey[],
) {
  for (const key of keys) if (key.role === role) metadata.sign((bytes) => key.sign(bytes));
}

function describe(metadata: Metadata<Targets | Snapshot>): MetaFile {
  const text = textOf(metadata);
  const length = Buffer.byteLength(text);
  return new MetaFile({ version: metadata.signed.version, length, hashes: { sha256: sha256Hex(text) } });
}

function textOf(metadata: Metadata<Root | Targets | Snapshot | Timestamp>): string {
  return JSON.stringify(metadata.toJSON());
}

/** Whole seconds, as the specification writes its dates. */
function expiry(now: Date, role: RoleName): string {
  return `${new Date(now.getTime() + validDays[role] * dayMs).toISOString().slice(0, 19)}Z`;
}
