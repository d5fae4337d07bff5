import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { z } from 'zod';

/** One process for good: its number may be given again, its number and start time together never in one boot. */
export const processMark = z.strictObject({
  pid: z.number().int().positive(),
  /** In clock ticks since the boot (proc_pid_stat(5), field 22). */
  start: z.number().int().nonnegative(),
});
export type ProcessMark = z.infer<typeof processMark>;

export interface DesktopProcess extends ProcessMark {
  readonly parent: number;
  /** Its POSIX session: whoever leaves one can't come into another that exists. */
  readonly posixSession: number;
  /** The file it runs, null where it may not be read. */
  readonly program: string | null;
  /** Its place in the unified hierarchy of control groups (cgroups(7)); null where there is none. */
  readonly group: string | null;
}

/** Most processes that are remembered as having been there before. */
const mostMarks = 4096;
export const processMarks = z.array(processMark).max(mostMarks);

/**
 * Processes of an account, whichever of its four user ids names it (proc_pid_status(5)); a zombie is none. Null where the
 * system does not say: not Linux, or /proc hides others' processes (`hidepid`).
 */
export function desktopProcesses(account: number): readonly DesktopProcess[] | null {
  if (process.platform !== 'linux') return null;
  let names: string[];
  try {
    names = readdirSync('/proc');
    // Another's process that can be seen at all: with `hidepid` not even the first one can.
    if (process.getuid?.() !== 0) readFileSync('/proc/1/stat');
  } catch {
    return null;
  }
  return names
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const one = desktopProcess(Number(name), account);
      return one === null ? [] : [one];
    });
}

/** The process with this number as it is now, if it is the account's; otherwise null. */
export function desktopProcess(pid: number, account: number): DesktopProcess | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const users = /^Uid:\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)/m.exec(status)?.slice(1) ?? [];
    if (!users.some((user) => Number(user) === account)) return null;
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before it is in brackets and may hold anything, brackets too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent] = fields;
    const start = Number(fields[19]);
    if (state === undefined || 'ZXx'.includes(state) || !Number.isSafeInteger(start)) return null;
    return {
      pid,
      start,
      parent: Number(parent),
      posixSession: Number(fields[3]),
      program: programOf(pid),
      group: groupOf(pid),
    };
  } catch {
    return null;
  }
}

function programOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}

function groupOf(pid: number): string | null {
  try {
    return /^0::(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'latin1'))?.[1] ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether a process belongs to the kiosk: to its service, or to the session that logind opened for it, in which its
 * processes are (pam_systemd(8)). What an account's own service manager, cron or anything else started is elsewhere.
 */
export function isWithinKiosk(
  { group }: Pick<DesktopProcess, 'group'>,
  account: number,
  service: string,
): boolean {
  if (group === null) return false;
  const [slice, place, scope = ''] = group.split('/').slice(1);
  if (slice === 'system.slice') return place === service;
  return slice === 'user.slice' && place === `user-${account}.slice` && /^session-\w+\.scope$/.test(scope);
}

/**
 * What is there now, to be spared later; null where it can't be told, or is more than can be kept. Where a service is the
 * kiosk's, only its own processes are spared: whatever else the account has is ended with the next session, whenever it
 * began.
 */
export function takeBaseline(
  account: number | null,
  service: string | null = null,
): readonly ProcessMark[] | null {
  const running = account === null ? null : desktopProcesses(account);
  if (account === null || running === null || running.length > mostMarks) return null;
  return running
    .filter((one) => service === null || isWithinKiosk(one, account, service))
    .map(({ pid, start }) => ({ pid, start }));
}

/**
 * Those that a session left: not there before it. A child of one that was there before and that runs the same file in
 * the same POSIX session is that one's own part, as the processes of the face's windows are, and stays.
 */
export function sessionProcesses(
  running: readonly DesktopProcess[],
  baseline: readonly ProcessMark[],
): readonly DesktopProcess[] {
  const before = new Set(baseline.map(markOf));
  const kept = new Map(running.filter((one) => before.has(markOf(one))).map((one) => [one.pid, one]));
  return running.filter((one) => {
    if (before.has(markOf(one))) return false;
    const parent = kept.get(one.parent);
    if (parent === undefined || one.program === null) return true;
    return one.program !== parent.program || one.posixSession !== parent.posixSession;
  });
}

function markOf({ pid, start }: ProcessMark): string {
  return `${pid} ${start}`;
}
