import { readdirSync, readFileSync } from 'node:fs';
import { withDescendants } from './resident-memory.ts';

/**
 * Processor time in ms that the threads of the given processes and all their descendants have had, as the scheduler
 * counts it (sched-stats: the first number of `schedstat`, in nanoseconds); the kernel's ticks are too coarse for what is
 * idle. Threads that have ended are not in it: to be compared over a time in which nothing starts or ends.
 */
export function processorMilliseconds(...pids: readonly number[]): number {
  let nanoseconds = 0;
  for (const pid of withDescendants(pids)) {
    for (const thread of threadsOf(pid)) {
      const [had] = readWhileThere(`/proc/${pid}/task/${thread}/schedstat`).split(' ');
      nanoseconds += Number(had ?? 0);
    }
  }
  return nanoseconds / 1e6;
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Empty where the thread has ended meanwhile. */
function readWhileThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Length of the kernel's tick in ms, as `/proc` counts (USER_HZ). */
const tickMs = 10;

/**
 * {@link processorMilliseconds} of a server that ends and begins processes of its own: with what its ended ones had, which the
 * kernel adds up in ticks once their parent has waited for them (proc(5), `cutime` and `cstime`).
 */
export function serverMilliseconds(pid: number): number {
  const status = readWhileThere(`/proc/${pid}/stat`);
  const [, ...fields] = status.slice(status.lastIndexOf(')')).split(' ');
  const ended = Number(fields[13] ?? 0) + Number(fields[14] ?? 0);
  return processorMilliseconds(pid) + ended * tickMs;
}
