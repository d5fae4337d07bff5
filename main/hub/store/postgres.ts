import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { HubDatabase } from './hub-database.ts';
import { openPostgresSession } from './postgres-session.ts';
import { prepareRepeated } from './prepared-statements.ts';
import type { HubSchema } from './schema.ts';

const bigint = 20;

/** A pool for queries, and one session of its own for notifications and locks. */
export async function openPostgres(settings: {
  readonly url: string;
  readonly maximumConnections?: number;
}): Promise<HubDatabase> {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.maximumConnections ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'madoguchi-hub',
    types: {
      // PGlite gives bigint as number; so does this. Ours stay far below 2^53.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === bigint
          ? Number
          : format === 'binary'
            ? pg.types.getTypeParser(oid, format)
            : pg.types.getTypeParser(oid),
    },
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // Neither may one that breaks between two queries of a transaction, while the pool does not listen: its next query fails.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    prepareRepeated(client);
  });
  const kysely = new Kysely<HubSchema>({ dialect: new PostgresDialect({ pool }) });
  try {
    const session = await openPostgresSession(settings.url);
    return {
      kind: 'postgres',
      kysely,
      listen: session.listen,
      tryLock: session.tryLock,
      async close() {
        await session.close();
        await kysely.destroy();
        if (!pool.ended) await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
