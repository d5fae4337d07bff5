import { createHash, type Hash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';

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

/** What earlier looks found, so that the next goes on where the last ended. */
export interface ComparedSoFar {
  /** By path, the mark of the file that was found to be what is recorded. */
  readonly same: Map<string, string>;
  /** A file in whose middle time was up. */
  begun: { readonly mark: string; readonly hash: Hash; readonly offset: number } | null;
}

export function nothingCompared(): ComparedSoFar {
  return { same: new Map(), begun: null };
}

/**
 * Compares files with their records, the small ones first: what is ours is read before the two runtimes, which are most of
 * the bytes. Stops after `milliseconds` and says how many are left; each look reads some. What was found to be the same is
 * read again only once the system changed its inode, size or time of change, which no program can set.
 */
export async function compareFiles(
  files: readonly RecordedFile[],
  milliseconds: number,
  soFar: ComparedSoFar = nothingCompared(),
): Promise<ComparedFiles> {
  const until = performance.now() + milliseconds;
  const changed: string[] = [];
  const present: (RecordedFile & { readonly size: bigint; readonly mark: string })[] = [];
  for (const file of files) {
    const found = await stat(file.path, { bigint: true }).catch(() => null);
    if (found === null) changed.push(file.path);
    else {
      const { dev, ino, size, ctimeNs } = found;
      const mark = `${dev}:${ino}:${size}:${ctimeNs}:${file.digest}`;
      if (soFar.same.get(file.path) !== mark) present.push({ ...file, size, mark });
    }
  }
  present.sort((one, other) => Number(one.size - other.size));
  for (const [index, { path, digest, mark }] of present.entries()) {
    const read = await digestOf(path, mark, until, soFar);
    if (read === 'late') return { changed, unread: present.length - index };
    if (read === digest) soFar.same.set(path, mark);
    else changed.push(path);
  }
  return { changed, unread: 0 };
}

const partBytes = 1024 * 1024;

/** Null where it cannot be read, which nobody but root may have seen to. */
async function digestOf(
  path: string,
  mark: string,
  until: number,
  soFar: ComparedSoFar,
): Promise<string | 'late' | null> {
  const { hash, offset: from } =
    soFar.begun?.mark === mark ? soFar.begun : { hash: createHash('md5'), offset: 0 };
  soFar.begun = null;
  try {
    const file = await open(path);
    try {
      const part = Buffer.alloc(partBytes);
      for (let offset = from; ; ) {
        const { bytesRead } = await file.read(part, 0, partBytes, offset);
        if (bytesRead === 0) return hash.digest('hex');
        hash.update(part.subarray(0, bytesRead));
        offset += bytesRead;
        if (performance.now() > until) {
          soFar.begun = { mark, hash, offset };
          return 'late';
        }
      }
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
