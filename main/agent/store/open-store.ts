import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../ports.ts';
import { openStore as openDatabase } from './encrypted-database.ts';
import { migrations } from './migration-list.ts';
import { StoreFailure } from './store-failure.ts';
import { loadStoreKey } from './store-key.ts';

/** Where a station's store and its key file lie in the agent's state folder. */
export function storePaths(stateFolder: string): { readonly storePath: string; readonly keyPath: string } {
  return { storePath: join(stateFolder, 'station.db'), keyPath: join(stateFolder, 'station.key') };
}

/**
 * Opens the station's store in the agent's state folder, making folder, key and store at first. Throws
 * {@link StoreFailure}, which says why as a refusal, when it can't be opened: without its store no agent runs.
 */
export function openStore(stateFolder: string): Store {
  const { storePath, keyPath } = storePaths(stateFolder);
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  const key = loadStoreKey({
    keyPath,
    credentialsDirectory: process.env.CREDENTIALS_DIRECTORY,
    create: !existsSync(storePath),
  });
  if (!key.ok) throw new StoreFailure(key.refusal, null);
  const opened = openDatabase({ path: storePath, key: key.value.bytes, migrations });
  if (!opened.ok) throw new StoreFailure(opened.refusal, null);
  return opened.value;
}
