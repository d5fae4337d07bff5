import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

/**
 * Whether any user of this machine can reach and read `path`, by its mode and those of all directories above it. Access
 * lists are not looked at: where they grant more, the answer is only cautious.
 */
export async function isWorldReadable(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return false;
  const needed = found.isDirectory() ? 0o005 : 0o004;
  return (found.mode & needed) === needed && (await isReachable(dirname(path)));
}

async function isReachable(directory: string): Promise<boolean> {
  const { mode } = await stat(directory);
  if ((mode & 0o001) === 0) return false;
  const parent = dirname(directory);
  return parent === directory || isReachable(parent);
}

/** A directory for temporary files that the face's user can enter, even where root's own is private. */
export async function sharedTemporaryDirectory(): Promise<string> {
  return (await isWorldReadable(tmpdir())) ? tmpdir() : '/tmp';
}
