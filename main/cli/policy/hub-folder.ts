import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openProviderOfHub } from '../../hub/open-provider.ts';
import { openDatabase } from '../../hub/store/connect.ts';
import type { HubDatabase } from '../../hub/store/hub-database.ts';
import type { Provider } from '../../provider/provider.ts';

/** Where a hub keeps its key, as its process does. */
export function keyPathOfHub(folder: string): string {
  return join(folder, 'hub-key.pem');
}

/**
 * Opens the database of a hub: PostgreSQL by `DATABASE_URL`, otherwise the embedded one in its data folder. Null where
 * no hub has been; throws where a running hub holds its embedded database.
 */
export async function openHubDatabase(folder: string): Promise<HubDatabase | null> {
  const url = process.env.DATABASE_URL;
  if (url !== undefined && url !== '') return openDatabase({ kind: 'postgres', url });
  const directory = join(folder, 'database');
  return existsSync(directory) ? openDatabase({ kind: 'embedded', directory }) : null;
}

/** The provider that the hub of this folder runs, unless it was told of another settings file. Throws as the hub does. */
export async function providerOfHub(folder: string): Promise<Provider> {
  return (await openProviderOfHub(folder)).provider;
}
