import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duePeople } from '../../../main/hub/reconcile/due-people.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase, HubQuery } from '../../../main/hub/store/hub-database.ts';
import { isAvailable, type PostgresRig, startPostgres } from '../../rigs/postgres.ts';

const waiting = 5_000;
const limit = 20;

/** Rows and entries of indexes that the transaction has looked at so far. */
async function lookedAt(query: HubQuery): Promise<number> {
  const { rows } = await sql<{ readonly count: string | number }>`
    select sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid)) as count from pg_class
    where oid = 'command'::regclass or oid in (select indexrelid from pg_index where indrelid = 'command'::regclass)`.execute(
    query,
  );
  return Number(rows[0]?.count);
}

/** Suspensions that wait for a call, each of another person. */
async function queue({ kysely }: HubDatabase): Promise<void> {
  await sql`insert into station (id, name, kind, label, key_id, public_key, enrolled_at)
    values ('station-1', 'counter-1', 'counter', '{}', 'key', '{}', now())`.execute(kysely);
  await sql`insert into command (id, digest, kind, person, station, operator, issued_at, received_at, until, body, envelope,
      state, answer, state_at, next_run)
    select gen_random_uuid(), '', 'suspend', 'p' || place, 'station-1', 'operator-1', now(), now(), now() + interval '1 day',
      '{}', '', 'accepted', 'accepted', now(), now() - interval '1 second' * place
    from generate_series(1, ${waiting}::int) as place`.execute(kysely);
}

describe.skipIf(!isAvailable().available)('the first of a long queue', () => {
  let rig: PostgresRig;
  beforeAll(async () => {
    rig = await startPostgres();
  });
  afterAll(() => rig.stop());

  it.each([
    ['nobody has counted it', []],
    ['it was counted while it was empty', ['analyze']],
  ])('are found without looking at the rest, where %s', async (_, statements) => {
    const database = await openDatabase({ kind: 'postgres', url: (await rig.createDatabase()).url });
    try {
      for (const statement of statements) await sql.raw(statement).execute(database.kysely);
      await queue(database);
      await database.kysely.transaction().execute(async (transaction) => {
        const before = await lookedAt(transaction);
        const due = await duePeople({ ...database, kysely: transaction }, new Date(), limit);
        expect(due).toEqual({
          free: [],
          ending: [],
          applying: Array.from({ length: limit }, (_, place) => `p${waiting - place}`),
        });
        expect((await lookedAt(transaction)) - before).toBeLessThan(waiting / 2);
      });
    } finally {
      await database.close();
    }
  });
});
