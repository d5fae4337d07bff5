import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createProgress } from '../../exchange/work-progress.ts';
import type { UpdateFetch } from './update-files.ts';
import type { AgentUpdateFolders } from './update-folders.ts';

const writeEveryMs = 1000;

/**
 * Writes down how far fetching a version is, for doctor and `madoguchi update`, about once a second; `end` takes it away.
 * Where it can't be written, nobody is told, and fetching goes on.
 */
export function createFetchTelling(
  folders: Pick<AgentUpdateFolders, 'folder' | 'fetching'>,
  now: () => Date = () => new Date(),
): {
  readonly tell: (version: string, done: number, total: number) => void;
  readonly end: () => void;
} {
  let writtenMs = Number.NEGATIVE_INFINITY;
  let present = '';
  const progress = createProgress<string>(({ done, total, remainingSeconds }) => {
    if (performance.now() - writtenMs < writeEveryMs) return;
    writtenMs = performance.now();
    const at = now().toISOString();
    const fetching: UpdateFetch = { v: 1, version: present, done, total: total ?? 0, remainingSeconds, at };
    try {
      mkdirSync(folders.folder, { recursive: true, mode: 0o700 });
      writeFileSync(`${folders.fetching}.new`, JSON.stringify(fetching), { mode: 0o600 });
      renameSync(`${folders.fetching}.new`, folders.fetching);
    } catch {
      // Fetching matters more than saying so.
    }
  });
  return {
    tell(version, done, total) {
      present = version;
      progress(version, done, total);
    },
    end() {
      rmSync(folders.fetching, { force: true });
      rmSync(`${folders.fetching}.new`, { force: true });
    },
  };
}
