import { lstatSync, unlinkSync } from 'node:fs';
import { countEntries } from './count-entries.ts';
import { closeFolder, type FolderHandle, openFolder } from './folder-handle.ts';
import { createListingDigest, type Listing, type ListingDigest } from './listing-digest.ts';
import { unmountBelow } from './mounts-below.ts';
import { isPrivateView } from './private-view.ts';
import { sweepFolder } from './sweep-folder.ts';
import { isWipable } from './wipable-folder.ts';
import { silentMs, type WipeTelling } from './wipe-telling.ts';
import { emptyFolder, listFolder } from './wipe-tree.ts';

export interface FoldersToWipe {
  readonly salt: string;
  /** All the time that they get, in milliseconds. */
  readonly foldersMs: number;
  /** The agent's own, emptied whatever they are called. */
  readonly sessionFolders: readonly string[];
  /** The policy's. */
  readonly wipedFolders: readonly string[];
  readonly keep: readonly string[];
  /** Places that the desktop goes on using: what this account left there goes, and no socket. */
  readonly desktopFolders: readonly string[];
  readonly account: number | null;
}

export interface WipedFolders {
  /** How many could or may not be opened. */
  readonly refused: number;
  /** File systems that the session had mounted in its folder. */
  readonly unmounted: number;
  readonly removed: Listing;
  /** What the second look found. */
  readonly left: Listing;
  /** Entries that are left where the desktop goes on. */
  readonly desktopLeft: number;
}

type Opened = FolderHandle | 'absent' | 'refused';

/** How long may be spent on finding out how much there is, in milliseconds. */
const countMs = 1000;

/**
 * Opens a folder that a policy names, following no link on the way: a session may have put one there. A link or file in
 * the folder's own place is a trace of the session: `remove` hears of it when it was removed; null leaves it.
 */
function openNamed(path: string, remove: ((bytes: number) => void) | null): Opened {
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
        if (isLast && remove !== null) {
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

/**
 * Empties the folders of a job and looks at them again. Where that takes its time it counts once what is still there, so
 * that it can say how far it is: most are empty before counting would be worth it.
 */
export function wipeFolders(
  job: FoldersToWipe,
  telling: WipeTelling,
  abandoned: () => boolean,
  mountInfo?: () => string,
): WipedFolders {
  const salt = Buffer.from(job.salt, 'base64url');
  const [removed, left] = [createListingDigest(salt), createListingDigest(salt)];
  let gone = 0;
  const noted: ListingDigest['add'] = (...entry) => {
    gone += 1;
    telling.did();
    removed.add(...entry);
  };
  const later = [
    ...job.sessionFolders.map((path) => ({ path, own: true })),
    ...job.wipedFolders
      .filter((path) => isWipable(path, job.keep) && !isPrivateView(path, mountInfo))
      .map((path) => ({ path, own: false })),
  ];
  let refused = job.sessionFolders.length + job.wipedFolders.length - later.length;
  let unmounted = 0;
  let desktopLeft = 0;

  telling.begin('files');
  const begunMs = telling.elapsedMs();
  const deadline = performance.now() + job.foldersMs;
  let counted = false;
  const walkOf = (present: FolderHandle) => ({
    removed: { add: noted, result: removed.result },
    over: () => {
      if (!counted && telling.elapsedMs() - begunMs > silentMs) {
        counted = true;
        const rest = countRest(present, later);
        telling.expect(rest === null ? null : gone + rest);
      }
      telling.tick();
      return performance.now() > deadline || abandoned();
    },
  });

  for (let next = later.shift(); next !== undefined; next = later.shift()) {
    const { path, own } = next;
    if (own) unmounted += unmountBelow(path);
    const opened = openNamed(path, (bytes) => noted('link', Buffer.from(path), bytes));
    if (opened === 'absent') continue;
    if (opened === 'refused') {
      refused += 1;
      continue;
    }
    try {
      emptyFolder(opened, walkOf(opened));
      listFolder(opened, left);
    } finally {
      closeFolder(opened);
    }
  }
  for (const path of job.account === null ? [] : job.desktopFolders) {
    const opened = openNamed(path, null);
    if (opened === 'absent') continue;
    if (opened === 'refused' || job.account === null) {
      refused += 1;
      continue;
    }
    try {
      const sweep = { account: job.account, removed: { add: noted }, over: walkOf(opened).over, salt };
      desktopLeft += sweepFolder(opened, sweep).entries;
    } finally {
      closeFolder(opened);
    }
  }
  telling.begin('check');
  return { refused, unmounted, desktopLeft, removed: removed.result(), left: left.result() };
}

/** How many entries are still to go; null where that can't be told in a moment. */
function countRest(present: FolderHandle, later: readonly { readonly path: string }[]): number | null {
  const until = performance.now() + countMs;
  const over = () => performance.now() > until;
  let entries = countEntries(present, over);
  for (const { path } of later) {
    if (entries === null || over()) return null;
    const opened = openNamed(path, null);
    if (typeof opened === 'string') continue;
    try {
      const more = countEntries(opened, over);
      entries = more === null ? null : entries + more;
    } finally {
      closeFolder(opened);
    }
  }
  return entries;
}
