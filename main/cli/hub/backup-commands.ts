import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renewEpoch } from '../../hub/feed/epoch.ts';
import { openHubKey } from '../../hub/hub-key.ts';
import { requestBackup, writeBackup } from '../../hub/operation/live-backup.ts';
import { openDatabase } from '../../hub/store/connect.ts';
import type { HubDatabase } from '../../hub/store/hub-database.ts';
import { cancelledStatus, type LongWork, longWork } from '../long-work.ts';
import { keyPathOfHub, openHubDatabase } from '../policy/hub-folder.ts';
import { printJson, withHub } from './with-hub.ts';

const answerMs = 10 * 60_000;

/**
 * `hub backup`: by the hub itself where one runs on the folder. Says on standard error how far it is; Ctrl-C cancels, leaves
 * no copy, and gives exit status 130.
 */
export async function backupFromCommandLine(folder: string): Promise<number> {
  if (process.env.DATABASE_URL) {
    process.stderr.write('This hub is on PostgreSQL: use pg_dump.\n');
    return 2;
  }
  if (!existsSync(keyPathOfHub(folder)) || !existsSync(join(folder, 'database'))) {
    process.stderr.write(`There is no embedded database in ${folder}.\n`);
    return 2;
  }
  return longWork((at) => backUp(folder, at));
}

async function backUp(folder: string, { signal, progress, say }: LongWork): Promise<number> {
  let database: HubDatabase | null = null;
  try {
    database = await openHubDatabase(folder);
  } catch {
    // A hub has it open, and can copy it itself.
    const answer = await requestBackup(folder, randomUUID(), answerMs, { signal, onProgress: progress });
    if (answer === null && signal.aborted) return cancelled(say, 'No copy was made.');
    if (answer?.path === undefined) {
      say('The running hub made no copy.');
      return 69;
    }
    printJson({ path: answer.path });
    return 0;
  }
  try {
    if (database?.dump === undefined) return 2;
    const path = await writeBackup(folder, database.dump, {
      isWanted: () => !signal.aborted,
      onProgress: progress,
    });
    if (path === null) return cancelled(say, 'No copy was made.');
    printJson({ path });
    return 0;
  } finally {
    await database?.close();
  }
}

/**
 * `hub restore`: begins a new epoch of the feed, on an embedded database made of a copy where one is given. Says on standard
 * error what it is at; Ctrl-C cancels before the copy takes its place, leaves nothing, and gives exit status 130.
 */
export async function restoreFromCommandLine(folder: string, from: string | null): Promise<number> {
  if (from !== null) return longWork((at) => restore(folder, from, at));
  return withHub(folder, async ({ database, key, now }) => {
    await database.kysely.transaction().execute((transaction) => renewEpoch(transaction, key, now()));
    printJson({ restored: true });
    return 0;
  });
}

async function restore(folder: string, from: string, { signal, progress, say }: LongWork): Promise<number> {
  // Never made here: a folder without a key is no hub's.
  if (!existsSync(keyPathOfHub(folder))) {
    process.stderr.write(`There is no hub in ${folder}.\n`);
    return 2;
  }
  try {
    progress('reading', 0, null);
    const dump = new Uint8Array(await readFile(from, { signal }));
    const key = await openHubKey(keyPathOfHub(folder));
    const { restoreEmbedded } = await import('../../hub/store/embedded.ts');
    progress('unpacking', 0, null);
    await restoreEmbedded(join(folder, 'database'), dump, async (directory) => {
      signal.throwIfAborted();
      progress('beginning a new epoch', 0, null);
      const database = await openDatabase({ kind: 'embedded', directory });
      try {
        await database.kysely
          .transaction()
          .execute((transaction) => renewEpoch(transaction, key, new Date()));
      } finally {
        await database.close();
      }
      signal.throwIfAborted();
    });
  } catch (error) {
    if (signal.aborted) return cancelled(say, 'Nothing was restored.');
    say(`Nothing was restored: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  printJson({ restored: true });
  return 0;
}

function cancelled(say: LongWork['say'], what: string): number {
  say(`Cancelled. ${what}`);
  return cancelledStatus;
}
