import type { HubDatabase } from './hub-database.ts';
import { migrate } from './migrations.ts';
import { openPostgres } from './postgres.ts';

export type DatabaseSettings =
  | {
      readonly kind: 'postgres';
      readonly url: string;
      readonly maximumConnections?: number;
      /** When a connection that does not answer is given up; a minute when absent. */
      readonly answerLimitMs?: number;
    }
  /** PGlite in this process; `directory` null keeps everything in memory. */
  | { readonly kind: 'embedded'; readonly directory: string | null };

/**
 * Opens the database and brings it to the newest version. Throws when it can't be reached or migrated. The embedded one is
 * loaded when it is asked for: an installed package comes without it.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<HubDatabase> {
  const database =
    settings.kind === 'postgres'
      ? await openPostgres(settings)
      : await (await embedded()).openEmbedded(settings);
  try {
    await migrate(database.kysely);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

function embedded(): Promise<typeof import('./embedded.ts')> {
  return import('./embedded.ts').catch((cause: unknown) => {
    throw new Error('this installation has no embedded database: give it PostgreSQL by DATABASE_URL', {
      cause,
    });
  });
}
