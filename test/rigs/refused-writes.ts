import { execFileSync } from 'node:child_process';

/** Whether the system lets a process write to its files. */
export interface RefusedWrites {
  refuse(): void;
  allow(): void;
}

/**
 * Makes the system refuse a running process every byte that it writes to a file (RLIMIT_FSIZE, EFBIG), as a failing disk
 * would; what it reads, and what it says over sockets, goes on. Needs root, or the process to be one's own.
 */
export function refusedWrites(pid: () => number): RefusedWrites {
  const limit = (size: string) =>
    execFileSync('prlimit', ['--pid', `${pid()}`, `--fsize=${size}:`], { stdio: 'pipe' });
  return { refuse: () => limit('0'), allow: () => limit('unlimited') };
}
