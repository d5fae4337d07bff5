import type { WipeStatus } from '../../../../preload/contract/models/lab.ts';
import type { AuditEntryInput } from '../../ports.ts';
import type { WipeReport } from './wipe-work.ts';

/** What keeps the station locked after a wipe; null when nothing does. Processes that can't be told don't. */
export function judgeWipe(report: WipeReport | null): WipeStatus['reason'] {
  if (report === null) return 'folder';
  if (report.processes.state === 'left') return 'process';
  if (report.hooks.locking > 0) return 'hook';
  const { left, folders } = report;
  return left.entries > 0 || folders.desktopLeft > 0 || folders.refused > 0 ? 'folder' : null;
}

/**
 * The wipe proof: what was looked for, what went, what is left, and how long it took. Counts and digests only: no name of
 * a file, no path, nobody's name (I7).
 */
export function wipeFacts(
  session: string | null,
  report: WipeReport | null,
  reason: WipeStatus['reason'],
  rebooted: boolean,
): AuditEntryInput['facts'] {
  const outcome = { session, outcome: reason === null ? 'clean' : 'failed', reason };
  if (report === null) return { ...outcome, report: false };
  const { processes, hooks, folders, removed, left } = report;
  return {
    ...outcome,
    report: true,
    processes: rebooted ? 'ended-by-restart' : processes.state,
    processesFound: processes.found,
    processesElsewhere: processes.elsewhere,
    processesKilled: processes.killed,
    processesLeft: processes.left,
    hooksRun: hooks.ran,
    hooksFailed: hooks.failed,
    foldersWanted: folders.wanted,
    foldersRefused: folders.refused,
    unmounted: folders.unmounted,
    desktopLeft: folders.desktopLeft,
    removedEntries: removed.entries,
    removedBytes: removed.bytes,
    removedDigest: removed.digest,
    leftEntries: left.entries,
    leftBytes: left.bytes,
    leftDigest: left.digest,
    durationMs: report.durationMs,
  };
}
