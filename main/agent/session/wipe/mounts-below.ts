import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const unmountPrograms = ['/usr/bin/umount', '/bin/umount'];
const patienceMs = 5000;
/** Most that are unmounted in one wipe. */
const mostMounts = 200;

interface Mount {
  /** Where it lies in this process's view. */
  readonly place: string;
  /** What of its file system lies there. */
  readonly root: string;
}

/** What is mounted (proc_pid_mountinfo(5)); none where the system doesn't say. */
export function readMounts(mountInfo: () => string): readonly Mount[] {
  let text: string;
  try {
    text = mountInfo();
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const [, , , root, place] = line.split(' ');
    return root === undefined || place === undefined
      ? []
      : { place: plainText(place), root: plainText(root) };
  });
}

function plainText(escaped: string): string {
  const bytes = escaped.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 8)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Mount points strictly below a folder, innermost first. */
export function mountsBelow(folder: string, mountInfo: () => string = readMountInfo): readonly string[] {
  const below = folder.endsWith('/') ? folder : `${folder}/`;
  return readMounts(mountInfo)
    .map((mount) => mount.place)
    .filter((path) => path.startsWith(below))
    .sort((one, other) => other.length - one.length);
}

export function readMountInfo(): string {
  return readFileSync('/proc/self/mountinfo', 'latin1');
}

/**
 * Takes off what a session mounted in a folder that is the agent's own (a user may mount a file system of their own
 * making): what lies in it is not deleted, it is gone with the mount. Says how many were taken off.
 */
export function unmountBelow(folder: string): number {
  const program = unmountPrograms.find((path) => existsSync(path));
  if (process.platform !== 'linux' || program === undefined) return 0;
  const found = mountsBelow(folder).slice(0, mostMounts);
  // No helper of the mounted kind is run, and no link in the path is followed.
  const words = ['--internal-only', '--no-canonicalize', '--lazy', '--'];
  return found.filter((path) => {
    const ended = spawnSync(program, [...words, path], { env: {}, stdio: 'ignore', timeout: patienceMs });
    return ended.status === 0;
  }).length;
}
