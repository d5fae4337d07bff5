import { z } from 'zod';
import type { WipeProgress } from '../../../../preload/contract/models/lab.ts';
import { siteHook } from '../../../exchange/lab-policy.ts';
import { processMarks } from '../desktop-processes.ts';
import { runSiteHook } from '../site-hook.ts';
import { endProcesses, processReport } from './end-processes.ts';
import { wipeFolders } from './wipe-folders.ts';
import { createWipeTelling, type WipeTelling } from './wipe-telling.ts';

/** What one wipe is to do, in this order: processes, the site's commands, folders, the second look. */
export const wipeJob = z.strictObject({
  /** Numeric id of the desktop account; null where its processes are nobody's business. */
  account: z.number().int().positive().nullable(),
  /** Null: nobody knows what was there before, so no process is touched. */
  baseline: processMarks.nullable(),
  politeMs: z.number().int().nonnegative(),
  killMs: z.number().int().nonnegative(),
  person: z.strictObject({ id: z.string(), login: z.string(), session: z.string() }).nullable(),
  hooks: z.array(siteHook),
  /** The agent's own, emptied whatever they are called. */
  sessionFolders: z.array(z.string()),
  /** The policy's. */
  wipedFolders: z.array(z.string()),
  keep: z.array(z.string()),
  /** The kiosk's own service (systemd), whose processes alone may have been there before; null where there is none. */
  kioskService: z.string().nullable(),
  /** Where the desktop account may write besides its session's folder. */
  desktopFolders: z.array(z.string()),
  salt: z.base64url(),
  /** All the time that the folders get, in milliseconds. */
  foldersMs: z.number().int().positive(),
});
export type WipeJob = z.infer<typeof wipeJob>;

const listing = z.strictObject({
  entries: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  digest: z.string(),
});

export const wipeReport = z.strictObject({
  processes: processReport,
  hooks: z.strictObject({ ran: z.number().int(), failed: z.number().int(), locking: z.number().int() }),
  /** How many folders were looked for, and how many could or may not be opened. */
  folders: z.strictObject({
    wanted: z.number().int(),
    refused: z.number().int(),
    /** File systems that the session had mounted in its folder. */
    unmounted: z.number().int(),
    /** Entries that are left in the desktop's own places. */
    desktopLeft: z.number().int(),
  }),
  removed: listing,
  left: listing,
  durationMs: z.number().int().nonnegative(),
});
export type WipeReport = z.infer<typeof wipeReport>;

const tickMs = 100;

/**
 * Does the job. `abandoned` is asked now and then: true ends the work where it stands. `tell` hears what it is at, once it
 * takes its time.
 */
export async function runWipe(
  job: WipeJob,
  abandoned: () => boolean,
  tell: (progress: WipeProgress) => void = () => undefined,
): Promise<WipeReport> {
  const telling = createWipeTelling(tell);
  // For what is waited for; what holds this thread ticks by itself.
  const ticking = setInterval(telling.tick, tickMs);
  try {
    telling.begin('programs');
    const processes = endProcesses(job.account, job.baseline, { ...job, onLook: telling.tick });
    const hooks = await runCommands(job, telling, abandoned);
    const { refused, unmounted, desktopLeft, removed, left } = wipeFolders(job, telling, abandoned);
    const wanted = job.sessionFolders.length + job.wipedFolders.length + job.desktopFolders.length;
    return {
      processes,
      hooks,
      folders: { wanted, refused, unmounted, desktopLeft },
      removed,
      left,
      durationMs: Math.round(telling.elapsedMs()),
    };
  } finally {
    clearInterval(ticking);
  }
}

async function runCommands(
  job: WipeJob,
  telling: WipeTelling,
  abandoned: () => boolean,
): Promise<WipeReport['hooks']> {
  const ran = { ran: 0, failed: 0, locking: 0 };
  const commands = job.person === null ? [] : job.hooks.filter(({ when }) => when === 'end');
  if (job.person === null || commands.length === 0) return ran;
  telling.begin('commands', commands.length);
  for (const hook of commands) {
    if (abandoned()) break;
    ran.ran += 1;
    const outcome = await runSiteHook(hook, job.person);
    telling.did();
    if (outcome === 'done') continue;
    ran.failed += 1;
    if (hook.whenFails === 'lock') ran.locking += 1;
  }
  return ran;
}
