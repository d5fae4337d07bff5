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
