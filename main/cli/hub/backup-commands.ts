import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renewEpoch } from '../../hub/feed/epoch.ts';
import { requestBackup, writeBackup } from '../../hub/operation/live-backup.ts';
import type { HubDatabase } from '../../hub/store/hub-database.ts';
import { keyPathOfHub, openHubDatabase } from '../policy/hub-folder.ts';
import { printJson, withHub } from './with-hub.ts';

const answerMs = 10 * 60_000;

/** `hub backup`: by the hub itself where one runs on the folder. */
export async function backupFromCommandLine(folder: string): Promise<number> {
  if (process.env.DATABASE_URL) {
    process.stderr.write('This hub is on PostgreSQL: use pg_dump.\n');
    return 2;
  }
  if (!existsSync(keyPathOfHub(folder)) || !existsSync(join(folder, 'database'))) {
    process.stderr.write(`There is no embedded database in ${folder}.\n`);
    return 2;
  }
  let database: HubDatabase | null = null;
  try {
    database = await openHubDatabase(folder);
  } catch {
    // A hub has it open, and can copy it itself.
    const answer = await requestBackup(folder, randomUUID(), answerMs);
    if (answer?.path === undefined) {
      process.stderr.write('The running hub made no copy.\n');
      return 69;
    }
    printJson({ path: answer.path });
    return 0;
  }
  try {
    if (database?.dump === undefined) return 2;
    printJson({ path: await writeBackup(folder, database.dump) });
    return 0;
  } finally {
    await database?.close();
  }
}

/** `hub restore`: begins a new epoch of the feed, on an embedded database made of a copy where one is given. */
export async function restoreFromCommandLine(folder: string, from: string | null): Promise<number> {
  if (from !== null) {
    try {
      const { restoreEmbedded } = await import('../../hub/store/embedded.ts');
      await restoreEmbedded(join(folder, 'database'), new Uint8Array(await readFile(from)));
    } catch (error) {
      process.stderr.write(
        `Nothing was restored: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      return 1;
    }
  }
  return withHub(folder, async ({ database, key, now }) => {
    await database.kysely.transaction().execute((transaction) => renewEpoch(transaction, key, now()));
    printJson({ restored: true });
    return 0;
  });
}
