import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const unmountPrograms = ['/usr/bin/umount', '/bin/umount'];
const patienceMs = 5000;
/** Most that are unmounted in one wipe. */
const mostMounts = 200;

/** Mount points strictly below a folder, innermost first (proc_pid_mountinfo(5)); none where the system doesn't say. */
export function mountsBelow(folder: string, mountInfo: () => string = readMountInfo): readonly string[] {
  const below = folder.endsWith('/') ? folder : `${folder}/`;
  let text: string;
  try {
    text = mountInfo();
  } catch {
    return [];
  }
  return text
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((escaped) =>
      Buffer.from(
        escaped.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
          String.fromCharCode(Number.parseInt(code, 8)),
        ),
        'latin1',
      ).toString('utf8'),
    )
    .filter((path) => path.startsWith(below))
    .sort((one, other) => other.length - one.length);
}

function readMountInfo(): string {
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
