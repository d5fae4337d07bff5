import { execFileSync } from 'node:child_process';
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own in place of a folder, which can be filled to its last byte. */
export interface SmallDisk {
  fill(): void;
  /** Makes room again. */
  empty(): void;
  /** The folder is as it was before, also for those who have files of the disk open. */
  unmount(): void;
}

/** Puts a disk of `size` bytes over `folder`, with what lies in there. Needs root; nobody may have a file of it open. */
export function mountSmallDisk(folder: string, size: number): SmallDisk {
  const { mode, uid, gid } = statSync(folder);
  const aside = mkdtempSync(join(tmpdir(), 'madoguchi-disk-'));
  const keep = { recursive: true, preserveTimestamps: true } as const;
  cpSync(folder, aside, keep);
  const owner = `mode=${(mode & 0o777).toString(8)},uid=${uid},gid=${gid}`;
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},${owner}`, 'tmpfs', folder]);
  cpSync(aside, folder, keep);
  rmSync(aside, { recursive: true });
  const ballast = join(folder, 'ballast');
  return {
    fill() {
      const file = openSync(ballast, 'a');
      // Ever smaller pieces, until not a byte of it is left.
      for (let piece = 1024 * 1024; piece >= 1; piece = Math.floor(piece / 2)) {
        while (fits(file, piece));
      }
      closeSync(file);
    },
    empty: () => rmSync(ballast, { force: true }),
    unmount: () => execFileSync('umount', ['--lazy', folder]),
  };
}

function fits(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
