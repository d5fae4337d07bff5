import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A file as the system's package records have it. */
export interface RecordedFile {
  readonly path: string;
  /** MD5 in hexadecimal: dpkg records no other digest. Who may write the files is root alone. */
  readonly digest: string;
}

/** The files of a package's `md5sums`, `digest  path` with the path from the root on; what is configuration is not in it. */
export function recordedFiles(sums: string): RecordedFile[] {
  return [...sums.matchAll(/^([0-9a-f]{32}) {2}(\S.*)$/gm)].map(([, digest = '', path = '']) => ({
    path: `/${path}`,
    digest,
  }));
}

export interface ComparedFiles {
  /** Files that are changed or gone. */
  readonly changed: readonly string[];
  /** How many there was no time for. */
  readonly unread: number;
}

/**
 * Compares files with their records, the small ones first: what is ours is read before the two runtimes, which are most of
 * the bytes. Stops after `milliseconds` and says how many are left.
 */
export async function compareFiles(
  files: readonly RecordedFile[],
  milliseconds: number,
): Promise<ComparedFiles> {
  const until = performance.now() + milliseconds;
  const changed: string[] = [];
  const present: (RecordedFile & { readonly size: number })[] = [];
  for (const file of files) {
    const found = await stat(file.path).catch(() => null);
    if (found === null) changed.push(file.path);
    else present.push({ ...file, size: found.size });
  }
  present.sort((one, other) => one.size - other.size);
  for (const [index, { path, digest }] of present.entries()) {
    const read = await digestOf(path, until);
    if (read === 'late') return { changed, unread: present.length - index };
    if (read !== digest) changed.push(path);
  }
  return { changed, unread: 0 };
}

/** Null where it cannot be read, which nobody but root may have seen to. */
async function digestOf(path: string, until: number): Promise<string | 'late' | null> {
  const hash = createHash('md5');
  try {
    for await (const part of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      if (performance.now() > until) return 'late';
      hash.update(part as Buffer);
    }
  } catch {
    return null;
  }
  return hash.digest('hex');
}
