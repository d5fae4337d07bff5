import { existsSync } from 'node:fs';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { openHubKey } from '../../hub/hub-key.ts';
import type { HubDatabase } from '../../hub/store/hub-database.ts';
import { keyPathOfHub, openHubDatabase } from '../policy/hub-folder.ts';

/** The hub whose database a command works on. */
export interface OpenedHub {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
}

/**
 * Opens the hub of a data folder for one command and closes it again. With PostgreSQL hubs run on meanwhile; an embedded
 * database belongs to one process, so there the hub has to be stopped. Exit status 2 where no hub is, 69 where its
 * database can't be opened.
 */
export async function withHub(folder: string, work: (hub: OpenedHub) => Promise<number>): Promise<number> {
  // Never made here: a folder without a key is no hub's.
  if (!existsSync(keyPathOfHub(folder))) {
    process.stderr.write(`There is no hub in ${folder}.\n`);
    return 2;
  }
  let database: HubDatabase | null;
  try {
    database = await openHubDatabase(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The hub's database could not be opened: ${why}\n`);
    return 69;
  }
  if (database === null) {
    process.stderr.write(`There is no hub in ${folder}.\n`);
    return 2;
  }
  try {
    return await work({ database, key: await openHubKey(keyPathOfHub(folder)), now: () => new Date() });
  } finally {
    await database.close();
  }
}

/** One line of JSON on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
