import { lstatSync, unlinkSync } from 'node:fs';
import { z } from 'zod';
import { siteHook } from '../../../exchange/lab-policy.ts';
import { processMarks } from '../desktop-processes.ts';
import { runSiteHook } from '../site-hook.ts';
import { endProcesses, processReport } from './end-processes.ts';
import { closeFolder, type FolderHandle, openFolder } from './folder-handle.ts';
import { createListingDigest } from './listing-digest.ts';
import { unmountBelow } from './mounts-below.ts';
import { isWipable } from './wipable-folder.ts';
import { emptyFolder, listFolder } from './wipe-tree.ts';

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
  }),
  removed: listing,
  left: listing,
  durationMs: z.number().int().nonnegative(),
});
export type WipeReport = z.infer<typeof wipeReport>;

type Opened = FolderHandle | 'absent' | 'refused';

/**
 * Opens a folder that a policy names, following no link on the way: a session may have put one there. A link or file in
 * the folder's own place is a trace of the session and is removed.
 */
function openNamed(path: string, remove: (bytes: number) => void): Opened {
  const windows = process.platform === 'win32';
  const steps = path.split(windows ? /[\\/]+/ : /\/+/).filter((step) => step !== '');
  const start = windows ? `${steps.shift()}\\` : '/';
  let current = openFolder(Buffer.from(start));
  for (const [index, step] of steps.entries()) {
    const next = Buffer.concat([current.path, Buffer.from(`/${step}`)]);
    try {
      const stats = lstatSync(next);
      if (!stats.isDirectory()) {
        const isLast = index === steps.length - 1;
        if (isLast) {
          unlinkSync(next);
          remove(stats.isFile() ? stats.size : 0);
        }
        closeFolder(current);
        return isLast ? 'absent' : 'refused';
      }
      const inside = openFolder(next);
      closeFolder(current);
      current = inside;
    } catch (error) {
      closeFolder(current);
      return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'absent' : 'refused';
    }
  }
  return current;
}

/** Does the job. `abandoned` is asked now and then: true ends the work where it stands. */
export async function runWipe(job: WipeJob, abandoned: () => boolean): Promise<WipeReport> {
  const startedMs = performance.now();
  const salt = Buffer.from(job.salt, 'base64url');
  const processes = endProcesses(job.account, job.baseline, job);

  const hooks = { ran: 0, failed: 0, locking: 0 };
  if (job.person !== null) {
    for (const hook of job.hooks.filter(({ when }) => when === 'end')) {
      if (abandoned()) break;
      hooks.ran += 1;
      if ((await runSiteHook(hook, job.person)) === 'done') continue;
      hooks.failed += 1;
      if (hook.whenFails === 'lock') hooks.locking += 1;
    }
  }

  const removed = createListingDigest(salt);
  const left = createListingDigest(salt);
  const deadline = performance.now() + job.foldersMs;
  const walk = { removed, over: () => performance.now() > deadline || abandoned() };
  let refused = 0;
  let unmounted = 0;
  const trailOf = (path: string) => Buffer.from(path);
  for (const { path, own } of [
    ...job.sessionFolders.map((one) => ({ path: one, own: true })),
    ...job.wipedFolders.map((one) => ({ path: one, own: false })),
  ]) {
    if (!own && !isWipable(path, job.keep)) {
      refused += 1;
      continue;
    }
    if (own) unmounted += unmountBelow(path);
    const opened = openNamed(path, (bytes) => removed.add('link', trailOf(path), bytes));
    if (opened === 'absent') continue;
    if (opened === 'refused') {
      refused += 1;
      continue;
    }
    try {
      emptyFolder(opened, walk);
      listFolder(opened, left);
    } finally {
      closeFolder(opened);
    }
  }
  return {
    processes,
    hooks,
    folders: { wanted: job.sessionFolders.length + job.wipedFolders.length, refused, unmounted },
    removed: removed.result(),
    left: left.result(),
    durationMs: Math.round(performance.now() - startedMs),
  };
}
