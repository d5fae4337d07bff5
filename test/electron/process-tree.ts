import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessOnLinux {
  readonly pid: number;
  /** `/proc/PID/status`. */
  readonly status: string;
  readonly command: string;
}

/** All processes below `root`, by /proc. */
export function descendants(root: number): ProcessOnLinux[] {
  const all = everyProcess();
  const below = (pid: number): ProcessOnLinux[] =>
    all.filter((one) => one.parent === pid).flatMap((one) => [one, ...below(one.pid)]);
  return below(root);
}

/** Running processes with exactly this command line. */
export function processesRunning(command: string): ProcessOnLinux[] {
  return everyProcess().filter((one) => one.command.trim() === command && isRunning(one.pid));
}

function everyProcess(): (ProcessOnLinux & { readonly parent: number })[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const parent = Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]);
        return [{ pid: Number(name), parent, status, command }];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

/** Whether a process still runs; one that only waits to be collected has ended. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
