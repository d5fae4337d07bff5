import { chmodSync, closeSync, constants, lstatSync, openSync, readFileSync } from 'node:fs';

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;
/** open(2): a handle to a place, whatever its mode. Node has no name for it. */
const pathOnly = 0o10000000;
const separator = Buffer.from('/');
const byDescriptor = process.platform === 'linux';

/**
 * A folder that stays the same folder whatever becomes of its path. On Linux its entries are named by way of its
 * descriptor (`/proc/self/fd/N/name`, as openat(2) does), so that no link put in its path leads elsewhere. Where there is
 * no such way, it is a path that was a folder and no link when it was opened.
 */
export interface FolderHandle {
  readonly descriptor: number | null;
  readonly path: Buffer;
  /** Tells mounted file systems apart. */
  readonly mount: string;
}

/** The path of an entry. Names are bytes: not every name that a file system takes is text. */
export function entryPath(folder: FolderHandle, name: Uint8Array): Buffer {
  return Buffer.concat([folder.path, separator, name]);
}

/** Opens the folder with this path; a link is not followed. Throws as open(2) does. */
export function openFolder(path: Buffer): FolderHandle {
  if (!byDescriptor) {
    const stats = lstatSync(path);
    if (!stats.isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    return { descriptor: null, path, mount: String(stats.dev) };
  }
  const descriptor = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    const mount = /^mnt_id:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1];
    return {
      descriptor,
      path: Buffer.from(`/proc/self/fd/${descriptor}`),
      mount: mount ?? String(lstatSync(path).dev),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

export function closeFolder(folder: FolderHandle): void {
  if (folder.descriptor !== null) closeSync(folder.descriptor);
}

/** Gives this process's own account all rights to a folder, if it is its owner; a link is not followed. */
export function unlockFolder(path: Buffer): void {
  if (!byDescriptor) {
    if (lstatSync(path).isDirectory()) chmodSync(path, 0o700);
    return;
  }
  const descriptor = openSync(path, pathOnly | O_DIRECTORY | O_NOFOLLOW);
  try {
    chmodSync(`/proc/self/fd/${descriptor}`, 0o700);
  } finally {
    closeSync(descriptor);
  }
}
