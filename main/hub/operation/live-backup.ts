import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 500;
const requestName = 'backup.request';
const answerName = 'backup.answer';

/**
 * An embedded database belongs to its hub, so the hub itself copies it: a file in its data folder, which is its owner's
 * alone, asks for it, and another says where the copy is.
 */
export function serveBackups(folder: string, dump: (() => Promise<Uint8Array>) | null): { stop(): void } {
  const request = join(folder, requestName);
  let busy = false;
  const look = async () => {
    if (busy || !existsSync(request)) return;
    busy = true;
    try {
      const id = readFileSync(request, 'utf8').trim();
      let answer: object;
      try {
        answer = dump === null ? { id, problem: 'postgres' } : { id, path: await writeBackup(folder, dump) };
      } catch {
        answer = { id, problem: 'failed' };
      }
      writeFileSync(`${join(folder, answerName)}.new`, JSON.stringify(answer), { mode: 0o600 });
      rmSync(request, { force: true });
      renameSync(`${join(folder, answerName)}.new`, join(folder, answerName));
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => {
    look().catch(() => undefined);
  }, pollMs);
  return { stop: () => clearInterval(timer) };
}

/** Writes a dump under a new name, owner-only, complete or not at all. Returns its path. */
export async function writeBackup(folder: string, dump: () => Promise<Uint8Array>): Promise<string> {
  const backups = join(folder, 'backups');
  mkdirSync(backups, { recursive: true, mode: 0o700 });
  const name = `hub-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.tar.gz`;
  const path = join(backups, name);
  writeFileSync(`${path}.new`, await dump(), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return path;
}

/** Asks the hub that runs on this folder for a copy. Null when none answers within `limitMs`. */
export async function requestBackup(
  folder: string,
  id: string,
  limitMs: number,
): Promise<{ readonly path?: string; readonly problem?: string } | null> {
  writeFileSync(join(folder, requestName), id, { mode: 0o600 });
  const answer = join(folder, answerName);
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (existsSync(answer)) {
      const said: { id?: string; path?: string; problem?: string } = JSON.parse(readFileSync(answer, 'utf8'));
      if (said.id === id) {
        rmSync(answer);
        return said;
      }
    }
    await delay(pollMs);
  }
  rmSync(join(folder, requestName), { force: true });
  return null;
}
