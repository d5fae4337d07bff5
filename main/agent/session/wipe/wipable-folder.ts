import { posix, win32 } from 'node:path';

/** Folders that no policy can have emptied, with all that lies below. */
const systemTrees = ['/bin', '/boot', '/etc', '/lib', '/lib64', '/proc', '/sbin', '/sys', '/usr'];
/** Folders that hold others' homes and programs; what lies below may be named. */
const systemRoots = ['/', '/dev', '/home', '/media', '/mnt', '/opt', '/root', '/run', '/srv', '/var'];
const windowsTrees = ['windows', 'program files', 'program files (x86)', 'programdata\\microsoft'];
const windowsRoots = ['', 'users', 'programdata'];

/**
 * Whether a folder that a policy names may be emptied: none of the system's own, and none in which one of `keep` lies
 * (the agent's state, its socket, its program). What this refuses counts as left behind, so that a slip of the pen is
 * seen at once and costs no workstation.
 */
export function isWipable(
  folder: string,
  keep: readonly string[],
  windows = process.platform === 'win32',
): boolean {
  const path = windows ? win32 : posix;
  const fold = (text: string) => (windows ? path.normalize(text).toLowerCase() : path.normalize(text));
  const named = fold(folder);
  const isWithin = (inner: string, outer: string) => {
    const steps = path.relative(outer, inner);
    return steps === '' || (!steps.startsWith('..') && !path.isAbsolute(steps));
  };
  if (!path.isAbsolute(folder) || keep.some((kept) => isWithin(fold(kept), named))) return false;
  if (!windows) {
    const bare = named.length > 1 ? named.replace(/\/+$/, '') : named;
    return !systemRoots.includes(bare) && !systemTrees.some((tree) => isWithin(bare, tree));
  }
  const root = path.parse(named).root;
  const below = path.relative(root, named);
  return (
    !windowsRoots.includes(below) && !windowsTrees.some((tree) => isWithin(named, path.join(root, tree)))
  );
}
