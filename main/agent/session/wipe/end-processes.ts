import { z } from 'zod';
import {
  type DesktopProcess,
  desktopProcess,
  desktopProcesses,
  isWithinKiosk,
  type ProcessMark,
  sessionProcesses,
} from '../desktop-processes.ts';

/** What became of a session's processes. `unknown`: it can't be told here, or they could not be signalled. */
export const processReport = z.strictObject({
  state: z.enum(['none-left', 'left', 'unknown']),
  found: z.number().int().nonnegative(),
  /** Those of them that ran outside the kiosk's own service: started by way of another, to outlive the session. */
  elsewhere: z.number().int().nonnegative(),
  killed: z.number().int().nonnegative(),
  left: z.number().int().nonnegative(),
});
export type ProcessReport = z.infer<typeof processReport>;

export interface EndingWords {
  /** The kiosk's own service; null where there is none to tell apart. */
  readonly kioskService?: string | null;
  readonly onLook?: () => void;
  /** How long they have to end by themselves. */
  readonly politeMs: number;
  /** How long may be spent on killing. */
  readonly killMs: number;
}

const lookEveryMs = 50;
/** Passes in which everything is stopped, so that what multiplies can't, before it is killed. */
const mostStopPasses = 50;

/** Sleeps this thread: for a process that has nothing else to do. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Ends every process of the desktop account that was not there before the session: asks first (SIGTERM), then stops all
 * until no new one appears, and kills. Each is looked at again right before its signal, by number and start time, so that
 * a number given again is never hit.
 */
export function endProcesses(
  account: number | null,
  baseline: readonly ProcessMark[] | null,
  words: EndingWords,
): ProcessReport {
  const onLook = words.onLook ?? (() => undefined);
  const look = (): readonly DesktopProcess[] | null => {
    const running = account === null || baseline === null ? null : desktopProcesses(account);
    return running === null || baseline === null ? null : sessionProcesses(running, baseline);
  };
  const first = look();
  if (account === null || first === null) {
    return { state: 'unknown', found: 0, elsewhere: 0, killed: 0, left: 0 };
  }
  let forbidden = false;
  const signal = (one: DesktopProcess, name: NodeJS.Signals): boolean => {
    if (one.pid === process.pid || desktopProcess(one.pid, account)?.start !== one.start) return false;
    try {
      process.kill(one.pid, name);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EPERM') forbidden = true;
      return false;
    }
  };

  for (const one of first) signal(one, 'SIGTERM');
  const politeUntil = performance.now() + words.politeMs;
  while (performance.now() < politeUntil && (look()?.length ?? 0) > 0) {
    onLook();
    pause(lookEveryMs);
  }

  const stopped = new Map<string, DesktopProcess>();
  const killUntil = performance.now() + words.killMs;
  let left = look() ?? [];
  while (left.length > 0 && performance.now() < killUntil) {
    for (let pass = 0; pass < mostStopPasses; pass += 1) {
      const fresh = left.filter((one) => !stopped.has(`${one.pid} ${one.start}`));
      if (fresh.length === 0) break;
      for (const one of fresh) {
        signal(one, 'SIGSTOP');
        stopped.set(`${one.pid} ${one.start}`, one);
      }
      left = look() ?? [];
    }
    for (const one of left) signal(one, 'SIGKILL');
    onLook();
    pause(lookEveryMs);
    left = look() ?? [];
    if (forbidden) break;
  }
  const service = words.kioskService ?? null;
  const isElsewhere = (one: DesktopProcess) => service !== null && !isWithinKiosk(one, account, service);
  const counts = {
    found: Math.max(first.length, stopped.size),
    elsewhere: first.filter(isElsewhere).length,
    killed: stopped.size - left.length,
  };
  if (left.length === 0) return { state: 'none-left', ...counts, killed: stopped.size, left: 0 };
  return {
    state: forbidden ? 'unknown' : 'left',
    ...counts,
    killed: Math.max(0, counts.killed),
    left: left.length,
  };
}
