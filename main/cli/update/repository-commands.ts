import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { releaseFacts } from '../../agent/update/release.ts';
import { cancelledStatus, longWork } from '../long-work.ts';
import { changeRelease, type PublishWatch, publishPackages, type Said } from './publish.ts';
import { makeRepository, type Repository, readRepository, renewTimestamp, rotateRoot } from './repository.ts';
import { makeRoleKeys, readRoleKeys } from './role-keys.ts';

export interface RepositoryOptions {
  readonly repository: string;
  readonly keys: string;
}

/** `update init-repository`: keys, an empty repository, and the root that stations pin. Exit status 1 where keys are there. */
export async function initFromCommandLine(
  options: RepositoryOptions & { readonly rootKeys: string; readonly rootThreshold: string },
): Promise<number> {
  return tell(async () => {
    const count = whole(options.rootKeys, 1, 10);
    const threshold = whole(options.rootThreshold, 1, count);
    if (!(await makeRoleKeys(options.keys, count)))
      throw new Error(`${options.keys}: keys are there already`);
    const made = await makeRepository(options.repository, await signing(options), threshold);
    const pinned = join(options.repository, 'root.json');
    await copyFile(join(made.folder, 'metadata', '1.root.json'), pinned);
    say(`Pin on stations: ${pinned}`);
    say(`Keep away from the network: ${options.keys}`);
  });
}

export interface PublishOptions extends RepositoryOptions {
  readonly channel: readonly string[];
  readonly share: string;
  readonly commandFormats: string;
  readonly from?: string;
  readonly release?: string;
  readonly system?: string;
}

/**
 * `update publish FILE …`. Says on standard error how far it is; Ctrl-C before the new list is signed leaves the repository as
 * it was, and gives exit status 130.
 */
export function publishFromCommandLine(files: readonly string[], options: PublishOptions): Promise<number> {
  return longWork(async (watch) => {
    const status = await tell(() => publish(files, options, watch), watch.signal);
    if (status === cancelledStatus) watch.say('Cancelled. Nothing was published.');
    return status;
  });
}

async function publish(
  files: readonly string[],
  options: PublishOptions,
  watch: PublishWatch,
): Promise<void> {
  const said: Said = {
    channels: options.channel.length > 0 ? options.channel : ['stable'],
    share: whole(options.share, 0, 100),
    commandFormats: options.commandFormats.split(',').map((one) => whole(one, 1, 1000)),
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(options.release === undefined ? {} : { version: options.release }),
    ...(options.system === undefined ? {} : { system: options.system }),
  };
  const before = await readRepository(options.repository);
  const { repository, facts } = await publishPackages(before, files, said, await signing(options), watch);
  for (const one of facts) say(`${one.package} ${one.version} ${one.system}: ${one.share}%`);
  sayUntil(repository);
}

/** `update share VERSION PERCENT` and `update withdraw VERSION`. Exit status 1 where there is no such version. */
export async function changeFromCommandLine(
  version: string,
  share: string | null,
  options: RepositoryOptions,
): Promise<number> {
  return tell(async () => {
    const change = share === null ? 'withdraw' : { share: whole(share, 0, 100) };
    const repository = await readRepository(options.repository);
    const changed = await changeRelease(repository, version, change, await signing(options));
    if (changed === 0) throw new Error(`${version}: no such version here`);
    say(`${version}: ${share === null ? 'withdrawn' : `${share}%`}`);
  });
}

/** `update renew`: a new timestamp, for which its key is enough. */
export async function renewFromCommandLine(options: RepositoryOptions): Promise<number> {
  return tell(async () => {
    sayUntil(await renewTimestamp(await readRepository(options.repository), await signing(options)));
  });
}

/** `update rotate`: new keys for every role, which stations take over by themselves. */
export async function rotateFromCommandLine(
  options: RepositoryOptions & {
    readonly newKeys: string;
    readonly rootKeys: string;
    readonly rootThreshold: string;
  },
): Promise<number> {
  return tell(async () => {
    const count = whole(options.rootKeys, 1, 10);
    const threshold = whole(options.rootThreshold, 1, count);
    const repository = await readRepository(options.repository);
    const before = await readRoleKeys(options.keys);
    if (!(await makeRoleKeys(options.newKeys, count)))
      throw new Error(`${options.newKeys}: keys are there already`);
    const next = { keys: await readRoleKeys(options.newKeys), now: new Date() };
    sayUntil(await rotateRoot(repository, before, next, threshold));
  });
}

/** `update list`: what a repository offers. */
export async function listFromCommandLine(options: { readonly repository: string }): Promise<number> {
  return tell(async () => {
    const repository = await readRepository(options.repository);
    for (const [path, target] of Object.entries(repository.targets.signed.targets)) {
      const facts = releaseFacts.safeParse(target.custom).data;
      const about = facts === undefined ? '?' : `${facts.channels.join(',')} ${facts.share}%`;
      say(`${path} ${target.length} ${about}`);
    }
    sayUntil(repository);
  });
}

async function signing(options: RepositoryOptions) {
  return { keys: await readRoleKeys(options.keys), now: new Date() };
}

function sayUntil({ root, targets, snapshot, timestamp }: Repository): void {
  const dates = { root, targets, snapshot, timestamp };
  for (const [role, { signed }] of Object.entries(dates))
    say(`${role} ${signed.version} until ${signed.expires}`);
}

function whole(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${text}: a whole number from ${least} to ${most}`);
  return value;
}

async function tell(work: () => Promise<void>, signal?: AbortSignal): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    if (signal?.aborted === true) return cancelledStatus;
    process.stderr.write(`update: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
