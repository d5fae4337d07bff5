import { join } from 'node:path';
import type { UpdateRules } from '../../exchange/update-rules.ts';
import type { Release } from './decide-update.ts';
import { textOf } from './metadata-store.ts';
import { readReleases } from './release.ts';
import type { UpdateState } from './update-files.ts';
import type { AgentUpdateFolders } from './update-folders.ts';

/**
 * What is ready, with its facts as they were last verified; null where it was withdrawn or the policy names another channel
 * since: the next look decides anew.
 */
export async function readyRelease(
  ready: NonNullable<UpdateState['ready']>,
  rules: UpdateRules,
  folders: AgentUpdateFolders,
): Promise<Release | null> {
  const targets = await textOf(join(folders.metadata, 'targets.json'));
  if (targets === null) return null;
  const packages = readReleases(targets).filter(({ sha256 }) => ready.packages.includes(sha256));
  const onChannel = packages.every(({ facts }) => facts.channels.includes(rules.channel));
  return packages.length >= ready.packages.length && onChannel ? { version: ready.version, packages } : null;
}
