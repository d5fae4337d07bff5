import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { HubDatabase } from './hub-database.ts';
import { openPostgresSession } from './postgres-session.ts';
import { prepareRepeated } from './prepared-statements.ts';
import type { HubSchema } from './schema.ts';

const bigint = 20;
/** Behind the server's own limit of 15 s: what it cuts off is an answer, and only a line that is dead gives none. */
const answerLimitMs = 60_000;

/** A pool for queries, and one session of its own for notifications and locks. */
export async function openPostgres(settings: {
  readonly url: string;
  readonly maximumConnections?: number;
  readonly answerLimitMs?: number;
}): Promise<HubDatabase> {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.maximumConnections ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    query_timeout: settings.answerLimitMs ?? answerLimitMs,
    keepAlive: true,
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
    endWhenSilent(client);
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

/**
 * A server that vanished says nothing, and the system waits a quarter of an hour for it. The library gives up the query after
 * its limit but keeps the connection, and whoever gets it next would wait as long: hence it is ended.
 */
function endWhenSilent(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...words: unknown[]) => unknown;
  const watched = (...words: unknown[]) => {
    const answer = query(...words);
    if (answer instanceof Promise)
      answer.catch((error: unknown) => {
        if (!(error instanceof Error) || error.message !== 'Query read timeout') return;
        // The type of a pooled connection hides its end; the pool drops what has ended when it comes back.
        (client as unknown as pg.Client).end().catch(() => undefined);
      });
    return answer;
  };
  client.query = watched as typeof client.query;
}
