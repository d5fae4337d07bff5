import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { claimDirectory } from './directory-claim.ts';
import type { Channel, HubDatabase } from './hub-database.ts';
import type { HubSchema } from './schema.ts';

/**
 * PostgreSQL in this process. One process at a time may have a directory open; locks are therefore this process's own,
 * and nothing can lose them.
 */
export async function openEmbedded(settings: { readonly directory: string | null }): Promise<HubDatabase> {
  const { directory } = settings;
  if (directory === null) return serve(await PGlite.create(), async () => undefined);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const claim = await claimDirectory(directory);
  try {
    return await serve(await PGlite.create({ dataDir: directory }), () => claim.release());
  } catch (error) {
    await claim.release();
    throw error;
  }
}

/**
 * Makes a new embedded database out of a dump, in a folder beside its place, where an interrupted restore may lie still;
 * `finish` may open it there, and then it takes its place, whole. Throws where there is a database already, or the dump is
 * none, or `finish` throws: then nothing is left.
 */
export async function restoreEmbedded(
  directory: string,
  dump: Uint8Array<ArrayBuffer>,
  finish: (directory: string) => Promise<void>,
): Promise<void> {
  if (existsSync(directory)) throw new Error('a database is there already');
  const making = `${directory}.restoring`;
  await rm(making, { recursive: true, force: true });
  // One that was cut off is known before anything is made of it: a database that fails to begin goes on writing.
  await promisify(gunzip)(dump);
  await mkdir(making, { recursive: true, mode: 0o700 });
  try {
    const pglite = await PGlite.create({ dataDir: making, loadDataDir: new Blob([dump]) });
    await pglite.close();
    await finish(making);
    await rename(making, directory);
  } catch (error) {
    await rm(making, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

async function serve(pglite: PGlite, release: () => Promise<void>): Promise<HubDatabase> {
  const handlers = new Map<Channel, Set<(payload: string) => void>>([
    ['madoguchi_feed', new Set()],
    ['madoguchi_reconcile', new Set()],
  ]);
  for (const [channel, listening] of handlers) {
    await pglite.listen(channel, (payload) => {
      for (const handler of listening) handler(payload);
    });
  }
  const kysely = new Kysely<HubSchema>({ dialect: new PGliteDialect({ pglite }) });
  const held = new Set<string>();
  const never = new AbortController().signal;

  return {
    kind: 'embedded',
    kysely,
    listen(channel, handler) {
      handlers.get(channel)?.add(handler);
      return () => {
        handlers.get(channel)?.delete(handler);
      };
    },
    async tryLock(name) {
      if (held.has(name)) return null;
      held.add(name);
      return {
        lost: never,
        async release() {
          held.delete(name);
        },
      };
    },
    async dump() {
      return new Uint8Array(await (await pglite.dumpDataDir('gzip')).arrayBuffer());
    },
    async close() {
      await kysely.destroy();
      if (!pglite.closed) await pglite.close();
      await release();
    },
  };
}
