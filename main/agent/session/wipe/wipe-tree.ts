import { chmodSync, lstatSync, opendirSync, renameSync, rmdirSync, type Stats, unlinkSync } from 'node:fs';
import { closeFolder, entryPath, type FolderHandle, openFolder, unlockFolder } from './folder-handle.ts';
import type { ListingDigest } from './listing-digest.ts';

/** How deep folders are held open. What lies deeper is moved up first, so that no depth exhausts anything. */
export const mostDepth = 48;
/** How often a folder is emptied that fills again. */
const mostPasses = 20;
const slash = Buffer.from('/');

export interface WipeWalk {
  /** Hears of everything that is removed. */
  readonly removed: ListingDigest;
  /** Asked before each entry; true ends the walk. */
  readonly over: () => boolean;
}

/** `dirent.name` with `encoding: 'buffer'`, which the types take for text. */
interface RawEntry {
  readonly name: Uint8Array;
}

/** Calls `visit` for the names in a folder, a few at a time, however many there are. `isFolder` is the listing's own word. */
export function eachName(folder: FolderHandle, visit: (name: Uint8Array, isFolder: boolean) => void): void {
  const listing = opendirSync(folder.path.toString(), {
    encoding: 'buffer' as BufferEncoding,
    bufferSize: 256,
  });
  try {
    for (let entry = listing.readSync(); entry !== null; entry = listing.readSync()) {
      visit((entry as unknown as RawEntry).name, entry.isDirectory());
    }
  } finally {
    listing.closeSync();
  }
}

export function kindOf(stats: Stats): 'file' | 'folder' | 'link' | 'other' {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

/** What lies at a path itself, links not followed; null when there is nothing, or it can't be seen. */
export function statsOf(path: Buffer): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

/**
 * Removes everything in a folder: files and folders of any mode and any name, as often as something new appears while
 * something goes. Links are removed, never followed; what is mounted is left, and so is what the system refuses.
 */
export function emptyFolder(root: FolderHandle, walk: WipeWalk): void {
  let parked = 0;
  const parkedPrefix = Buffer.from(`.wipe-${process.pid}-${process.hrtime.bigint().toString(36)}-`);

  const attempt = (work: () => void, unlock: () => void): boolean => {
    for (const last of [false, true]) {
      try {
        work();
        return true;
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : null;
        if (code === 'ENOENT') return false;
        if (last || (code !== 'EACCES' && code !== 'EPERM')) return false;
        try {
          unlock();
        } catch {
          return false;
        }
      }
    }
    return false;
  };

  /** Moves what lies at a path to a name of our own in the root, where no program looks for it; null if that fails. */
  const park = (parent: FolderHandle, path: Buffer): Uint8Array | null => {
    parked += 1;
    const name = Buffer.concat([parkedPrefix, Buffer.from(`${parked}`)]);
    const moved = attempt(
      () => renameSync(path, entryPath(root, name)),
      () => {
        unlockWithin(parent);
        unlockFolder(path);
      },
    );
    return moved ? name : null;
  };
  const isParked = (name: Uint8Array): boolean => parkedPrefix.equals(name.subarray(0, parkedPrefix.length));

  const removeFolder = (
    parent: FolderHandle,
    name: Uint8Array,
    trail: Buffer,
    depth: number,
  ): boolean | 'moved' => {
    const path = entryPath(parent, name);
    if (depth >= mostDepth) return park(parent, path) !== null && 'moved';
    let folder: FolderHandle | null = null;
    attempt(
      () => {
        folder = openFolder(path);
      },
      () => unlockFolder(path),
    );
    const opened = folder as FolderHandle | null;
    if (opened === null) return false;
    try {
      if (opened.mount !== root.mount) return false;
      // Something may appear between the last look and the removal, while a process still runs.
      for (let pass = 0; pass < mostPasses && !walk.over(); pass += 1) {
        empty(opened, trail, depth + 1);
        const gone = attempt(
          () => rmdirSync(path),
          () => unlockWithin(parent),
        );
        if (gone) return true;
      }
      return false;
    } finally {
      closeFolder(opened);
    }
  };

  const unlockWithin = (parent: FolderHandle): void => {
    if (parent.descriptor === null) unlockFolder(parent.path);
    else chmodSync(parent.path, 0o700);
  };

  const removeEntry = (parent: FolderHandle, name: Uint8Array, trail: Buffer, depth: number): boolean => {
    const path = entryPath(parent, name);
    const stats = statsOf(path);
    if (stats === null) {
      // A folder that may be listed but not searched hides what lies in it.
      attempt(
        () => {
          lstatSync(path);
        },
        () => unlockWithin(parent),
      );
    }
    const seen = stats ?? statsOf(path);
    if (seen === null) return false;
    const kind = kindOf(seen);
    if (kind === 'folder' && parent === root && !isParked(name)) {
      // A program that goes on writing there would keep it from ever being empty: it loses the way to it.
      const place = park(parent, path);
      if (place !== null) return removeEntry(root, place, trail, depth);
    }
    const gone =
      kind === 'folder'
        ? removeFolder(parent, name, trail, depth)
        : attempt(
            () => unlinkSync(path),
            () => {
              unlockWithin(parent);
              if (parent.descriptor === null && kind === 'file') chmodSync(path, 0o600);
            },
          );
    if (gone === true) walk.removed.add(kind, trail, kind === 'file' ? seen.size : 0);
    return gone !== false;
  };

  const empty = (folder: FolderHandle, trail: Buffer, depth: number): void => {
    for (let progress = true; progress && !walk.over(); ) {
      progress = false;
      attempt(
        () =>
          eachName(folder, (name) => {
            if (walk.over()) return;
            const path = trail.length === 0 ? Buffer.from(name) : Buffer.concat([trail, slash, name]);
            if (removeEntry(folder, name, path, depth)) progress = true;
          }),
        () => unlockWithin(folder),
      );
    }
  };

  empty(root, Buffer.alloc(0), 0);
}

/**
 * Lists what a folder holds, changing nothing: the second look. What is deeper than can be held counts as one entry, and so
 * does a folder that can't be listed.
 */
export function listFolder(root: FolderHandle, found: ListingDigest): void {
  const list = (folder: FolderHandle, trail: Buffer, depth: number): void => {
    try {
      eachName(folder, (name) => listEntry(folder, name, trail, depth));
    } catch {
      found.add('other', trail, 0);
    }
  };
  const listEntry = (folder: FolderHandle, name: Uint8Array, trail: Buffer, depth: number): void => {
    const path = trail.length === 0 ? Buffer.from(name) : Buffer.concat([trail, slash, name]);
    const stats = statsOf(entryPath(folder, name));
    const kind = stats === null ? 'other' : kindOf(stats);
    found.add(kind, path, stats !== null && kind === 'file' ? stats.size : 0);
    if (kind !== 'folder' || depth >= mostDepth) return;
    let inside: FolderHandle;
    try {
      inside = openFolder(entryPath(folder, name));
    } catch {
      return;
    }
    try {
      if (inside.mount === root.mount) list(inside, path, depth + 1);
    } finally {
      closeFolder(inside);
    }
  };
  list(root, Buffer.alloc(0), 0);
}
