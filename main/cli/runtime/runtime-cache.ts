import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failed, type RuntimeResult, ready } from './runtime-result.ts';

/**
 * Where runtimes are kept. Root's lie where the unprivileged user that runs the face can read them; everybody else's lie
 * in their own cache (XDG Base Directory 0.8: a relative `XDG_CACHE_HOME` is ignored).
 */
export function runtimeCacheDirectory(uid: number, environment: NodeJS.ProcessEnv, home: string): string {
  if (uid === 0) return '/var/cache/madoguchi';
  const cache = environment.XDG_CACHE_HOME;
  return join(cache?.startsWith('/') ? cache : join(home, '.cache'), 'madoguchi');
}

/**
 * Whether what lies at `directory` can have been put there only by this user: it is a directory (no link), it is theirs,
 * and neither group nor others may write to it. A missing directory is not trusted.
 */
export async function isOwnDirectory(directory: string): Promise<boolean> {
  const found = await lstat(directory).catch(() => undefined);
  if (found === undefined || !found.isDirectory()) return false;
  return found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/**
 * Makes the cache directory, which anybody may read because a face of another user runs from it. Promises false, and
 * leaves it alone, where it is not this user's own.
 */
export async function openCacheDirectory(directory: string): Promise<boolean> {
  await mkdir(directory, { recursive: true, mode: 0o755 });
  if (!(await isOwnDirectory(directory))) return false;
  await chmod(directory, 0o755);
  return true;
}

/**
 * Puts a directory at `target` in one step: `fill` writes into a temporary neighbour, which takes the place of whatever
 * lay there only when `fill` succeeded. On failure, nothing of the attempt remains and the old directory stays.
 * A parent that others may write to is refused. Where another process was quicker, what it put there stays: the caller
 * verifies what it then finds.
 */
export async function installAtomically(
  target: string,
  fill: (directory: string) => Promise<RuntimeResult<void>>,
): Promise<RuntimeResult<string>> {
  const parent = dirname(target);
  if (!(await openCacheDirectory(parent))) {
    return failed('runtime/cache-not-trusted', `${parent} is not yours alone to write to`);
  }
  const mark = `${basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}`;
  const temporary = join(parent, `${mark}.new`);
  const replaced = join(parent, `${mark}.old`);
  try {
    await mkdir(temporary, { mode: 0o755 });
    const filled = await fill(temporary);
    if (!filled.ok) return filled;
    await chmod(temporary, 0o755);
    await rename(target, replaced).catch(ignoreMissing);
    await rename(temporary, target).catch(ignoreOccupied);
    return ready(target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(replaced, { recursive: true, force: true });
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

function ignoreOccupied(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}
