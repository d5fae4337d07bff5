import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../../main/agent/ports.ts';
import { openStore } from '../../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../../main/agent/store/migration-list.ts';

/** A folder for one encrypted store, which can be opened at any version of its schema, again and again. */
export interface StoreFolder {
  open(version?: number): Store;
  remove(): void;
}

export function createStoreFolder(): StoreFolder {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-people-'));
  const key = randomBytes(32);
  return {
    open(version = Number.POSITIVE_INFINITY) {
      const steps = migrations.filter(({ number }) => number <= version);
      const opened = openStore({ path: join(folder, 'store', 'station.db'), key, migrations: steps });
      if (!opened.ok) throw new Error(opened.refusal.code);
      return opened.value;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A new encrypted store at the newest version; `close` removes it. */
export function openPeopleStore(): Store {
  const folder = createStoreFolder();
  const store = folder.open();
  return {
    ...store,
    close() {
      store.close();
      folder.remove();
    },
  };
}
