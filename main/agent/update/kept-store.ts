import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { storePaths } from '../store/open-store.ts';
import { agentUpdateFolders } from './update-folders.ts';

const parts = ['', '-wal', '-shm'] as const;

function keptFolder(stateFolder: string, attempt: string): string {
  return join(agentUpdateFolders(stateFolder).folder, `store-before-${attempt}`);
}

/**
 * Copies the store as the version before left it, once for each attempt; to be called before the store is opened, since a
 * newer version may change it so that the older one can't read it.
 */
export function keepStore(stateFolder: string, attempt: string): void {
  const kept = keptFolder(stateFolder, attempt);
  const { storePath } = storePaths(stateFolder);
  if (existsSync(kept) || !existsSync(storePath)) return;
  forgetStores(stateFolder);
  const fresh = `${kept}.new`;
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  for (const part of parts) {
    if (existsSync(`${storePath}${part}`)) cpSync(`${storePath}${part}`, join(fresh, `store${part}`));
  }
  renameSync(fresh, kept);
}

/**
 * Puts the store back as it was before an attempt that was taken back. Nobody could use the station in between, so nothing
 * is lost; the hub hears that the state is an older one. Nothing where nothing was kept.
 */
export function restoreStore(stateFolder: string, attempt: string): boolean {
  const kept = keptFolder(stateFolder, attempt);
  if (!existsSync(kept)) return false;
  const { storePath } = storePaths(stateFolder);
  const fresh = `${storePath}.restored`;
  cpSync(join(kept, 'store'), fresh);
  for (const part of ['-wal', '-shm']) rmSync(`${storePath}${part}`, { force: true });
  renameSync(fresh, storePath);
  if (existsSync(join(kept, 'store-wal'))) cpSync(join(kept, 'store-wal'), `${storePath}-wal`);
  renameSync(kept, `${kept}.done`);
  forgetStores(stateFolder);
  return true;
}

/** Removes what was kept for attempts that are over. */
export function forgetStores(stateFolder: string): void {
  const { folder } = agentUpdateFolders(stateFolder);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith('store-before-')) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
