import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeWholeFile } from '../../files/whole-file.ts';

const pollMs = 500;
const requestName = 'backup.request';
const answerName = 'backup.answer';
const progressName = 'backup.progress';
/** Bytes of one part of a copy: between two of them it may be cancelled. */
const partBytes = 4 * 1024 ** 2;

/** How far a copy is, in bytes; nobody knows before the database has packed itself. */
export type BackupProgress = (phase: 'packing' | 'writing', done: number, total: number | null) => void;

/**
 * An embedded database belongs to its hub, so the hub itself copies it: a file in its data folder, which is its owner's
 * alone, asks for it, and another says where the copy is. Once the asking file is gone nobody wants the copy: none is made.
 */
export function serveBackups(folder: string, dump: (() => Promise<Uint8Array>) | null): { stop(): void } {
  const request = join(folder, requestName);
  const progressFile = join(folder, progressName);
  let busy = false;
  const put = (path: string, content: object) => {
    writeFileSync(`${path}.new`, JSON.stringify(content), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  const isWanted = (id: string) => existsSync(request) && readFileSync(request, 'utf8').trim() === id;
  const look = async () => {
    if (busy || !existsSync(request)) return;
    busy = true;
    try {
      const id = readFileSync(request, 'utf8').trim();
      let answer: object;
      try {
        if (dump === null) answer = { id, problem: 'postgres' };
        else {
          const path = await writeBackup(folder, dump, {
            isWanted: () => isWanted(id),
            onProgress: (phase, done, total) => put(progressFile, { id, phase, done, total }),
          });
          if (path === null) return;
          answer = { id, path };
        }
      } catch {
        answer = { id, problem: 'failed' };
      }
      rmSync(request, { force: true });
      put(join(folder, answerName), answer);
    } finally {
      rmSync(progressFile, { force: true });
      busy = false;
    }
  };
  const timer = setInterval(() => {
    look().catch(() => undefined);
  }, pollMs);
  return { stop: () => clearInterval(timer) };
}

/** Writes a dump under a new name, owner-only, complete or not at all. Returns its path; null once nobody wants it. */
export async function writeBackup(
  folder: string,
  dump: () => Promise<Uint8Array>,
  along: { readonly isWanted?: () => boolean; readonly onProgress?: BackupProgress } = {},
): Promise<string | null> {
  const { isWanted = () => true, onProgress = () => undefined } = along;
  const backups = join(folder, 'backups');
  mkdirSync(backups, { recursive: true, mode: 0o700 });
  const path = join(backups, `hub-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.tar.gz`);
  onProgress('packing', 0, null);
  const bytes = await dump();
  let unwanted = false;
  const write = writeWholeFile(path, async (append) => {
    for (let at = 0; at < bytes.length; at += partBytes) {
      unwanted = !isWanted();
      if (unwanted) throw new Error('nobody wants the copy any more');
      await append(bytes.subarray(at, at + partBytes));
      onProgress('writing', Math.min(bytes.length, at + partBytes), bytes.length);
    }
  });
  return write.then(
    () => path,
    (error: unknown) => {
      if (unwanted) return null;
      throw error;
    },
  );
}

export interface BackupAnswer {
  readonly path?: string;
  readonly problem?: string;
}

/**
 * Asks the hub that runs on this folder for a copy. Null when none answers within `limitMs`, or when it was cancelled: then
 * the hub makes none, and one that was whole by then is removed.
 */
export async function requestBackup(
  folder: string,
  id: string,
  limitMs: number,
  along: { readonly signal: AbortSignal; readonly onProgress: BackupProgress },
): Promise<BackupAnswer | null> {
  const answerPath = join(folder, answerName);
  rmSync(answerPath, { force: true });
  writeFileSync(join(folder, requestName), id, { mode: 0o600 });
  const end = performance.now() + limitMs;
  const take = (): BackupAnswer | null => {
    const said = readOwn<BackupAnswer>(answerPath, id);
    if (said !== null) rmSync(answerPath, { force: true });
    return said;
  };
  while (performance.now() < end) {
    const said = take();
    if (said !== null) return said;
    if (along.signal.aborted) break;
    const far = readOwn<{ phase: 'packing' | 'writing'; done: number; total: number | null }>(
      join(folder, progressName),
      id,
    );
    if (far !== null) along.onProgress(far.phase, far.done, far.total);
    await delay(pollMs, undefined, { signal: along.signal }).catch(() => undefined);
  }
  rmSync(join(folder, requestName), { force: true });
  const late = take();
  if (late?.path !== undefined) rmSync(late.path, { force: true });
  return null;
}

/** What a small file says to whoever asked by this id; null where it says nothing to them. */
function readOwn<Said>(path: string, id: string): Said | null {
  try {
    const said: { readonly id?: string } = JSON.parse(readFileSync(path, 'utf8'));
    return said.id === id ? (said as Said) : null;
  } catch {
    return null;
  }
}
