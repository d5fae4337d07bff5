import { rmdirSync, type Stats, unlinkSync } from 'node:fs';
import { closeFolder, entryPath, type FolderHandle, openFolder } from './folder-handle.ts';
import { createListingDigest, type Listing, type ListingDigest } from './listing-digest.ts';
import { eachName, emptyFolder, kindOf, statsOf } from './wipe-tree.ts';

/** Deeper than this no display server keeps anything. */
const mostDepth = 8;
/** How often is looked again: the face makes files here too, and takes them away at once. */
const mostPasses = 10;
const betweenPassesMs = 100;
/** X servers hold their number by such a file, which says their process in eleven characters. */
const displayLock = /^\.X\d{1,3}-lock$/;
const slash = Buffer.from('/');

export interface Sweep {
  /** Only what belongs to this account goes. */
  readonly account: number;
  /** Hears of everything that is removed. */
  readonly removed: Pick<ListingDigest, 'add'>;
  /** Asked before each entry; true ends the work. */
  readonly over: () => boolean;
  readonly salt: Uint8Array;
}

/** Sleeps this thread: for a process that has nothing else to do. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * What stays in a place that the display server and the face go on using: sockets, which hold no data, and the lock of an X
 * display.
 */
function isDesktopOwn(name: Uint8Array, stats: Stats): boolean {
  if (stats.isSocket()) return true;
  return stats.isFile() && stats.size <= 11 && displayLock.test(Buffer.from(name).toString('latin1'));
}

/**
 * Removes what an account left in a place that its desktop goes on using (`/tmp`, `/dev/shm`, its runtime folder), and looks
 * again. Returns what is left of it.
 */
export function sweepFolder(root: FolderHandle, sweep: Sweep): Listing {
  for (let pass = 1; ; pass += 1) {
    const left = createListingDigest(sweep.salt);
    sweepInside(root, root, Buffer.alloc(0), 0, { ...sweep, left });
    const found = left.result();
    if (found.entries === 0 || pass === mostPasses || sweep.over()) return found;
    pause(betweenPassesMs);
  }
}

/** True where nothing is left in the folder, so that it can go itself. */
function sweepInside(
  root: FolderHandle,
  folder: FolderHandle,
  trail: Buffer,
  depth: number,
  sweep: Sweep & { readonly left: ListingDigest },
): boolean {
  let isEmpty = true;
  const keep = (kind: 'file' | 'folder' | 'link' | 'other', path: Buffer, bytes: number) => {
    isEmpty = false;
    sweep.left.add(kind, path, bytes);
  };
  const visit = (name: Uint8Array) => {
    const path = entryPath(folder, name);
    const stats = statsOf(path);
    if (stats === null) return;
    const shown = trail.length === 0 ? Buffer.from(name) : Buffer.concat([trail, slash, name]);
    const kind = kindOf(stats);
    if (isDesktopOwn(name, stats) || (kind !== 'folder' && stats.uid !== sweep.account)) {
      isEmpty = false;
      return;
    }
    const bytes = kind === 'file' ? stats.size : 0;
    if (sweep.over()) return keep(kind, shown, bytes);
    try {
      if (kind !== 'folder') unlinkSync(path);
      else {
        const inside = openFolder(path);
        try {
          // What is mounted there is no folder of the account's.
          if (inside.mount !== root.mount) {
            isEmpty = false;
            return;
          }
          if (depth + 1 >= mostDepth)
            emptyFolder(inside, { removed: { ...sweep.left, add: sweep.removed.add }, over: sweep.over });
          const isBare = sweepInside(root, inside, shown, depth + 1, sweep);
          if (!isBare || stats.uid !== sweep.account) {
            isEmpty = false;
            return;
          }
        } finally {
          closeFolder(inside);
        }
        rmdirSync(path);
      }
      sweep.removed.add(kind, shown, bytes);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      // It went by itself, or something came into it meanwhile: the next look will tell.
      if (code === 'ENOENT') return;
      keep(kind, shown, bytes);
    }
  };
  try {
    eachName(folder, visit);
  } catch {
    keep('other', trail, 0);
  }
  return isEmpty;
}
