import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../../main/hub/store/embedded.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { migrations } from '../../../main/hub/store/migrations.ts';

let database: HubDatabase | null = null;
afterEach(() => database?.close());

/** A database as a hub left it whose newest migration was `version`, and the way to a later one. */
async function openAt(version: string) {
  database = await openEmbedded({ directory: null });
  const { kysely } = database;
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => ({ ...migrations }) } });
  const to = async (next: string) => {
    const { error } = await migrator.migrateTo(next);
    if (error !== undefined) throw error;
  };
  await to(version);
  return { kysely, to };
}
type Query = HubDatabase['kysely'];

const idOf = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const insertStation = (kysely: Query) =>
  sql`insert into station (id, name, kind, label, key_id, public_key, enrolled_at)
    values ('s', 's', 'counter', '{}', 'k', '{}', now())`.execute(kysely);
const insertCommand = (kysely: Query, last: number, { kind = 'suspend', state = 'accepted' } = {}) =>
  sql`insert into command (id, digest, kind, person, station, operator, issued_at, received_at, until, body, envelope,
      state, answer, state_at, next_run)
    values (${idOf(last)}, 'd', ${kind}, 'p', 's', 'o', now(), now(), ${kind === 'suspend' ? new Date() : null}, '{"a":1}', 'envelope',
      ${state}, 'accepted', now(), now())`.execute(kysely);
const indexes = async (kysely: Query) =>
  (
    await sql<{ indexname: string }>`select indexname from pg_indexes where tablename = 'command'`.execute(
      kysely,
    )
  ).rows.map(({ indexname }) => indexname);

describe('0010-acts', { timeout: 60_000 }, () => {
  it('keeps the commands of the version before, and takes the kinds that the counter decides besides', async () => {
    const { kysely, to } = await openAt('0009-event-export');
    await insertStation(kysely);
    await insertCommand(kysely, 1);
    await expect(insertCommand(kysely, 2, { kind: 'reset-factors' })).rejects.toThrow();
    await to('0010-acts');
    await insertCommand(kysely, 2, { kind: 'reset-factors' });
    await insertCommand(kysely, 3, { kind: 'request', state: 'waiting-centre' });
    await expect(insertCommand(kysely, 4, { kind: 'anything' })).rejects.toThrow();
    const kept = await kysely.selectFrom('command').select(['id', 'kind']).orderBy('id').execute();
    expect(kept.map(({ kind }) => kind)).toEqual(['suspend', 'reset-factors', 'request']);
  });
});

describe('0011-checks', { timeout: 60_000 }, () => {
  it('keeps people of the version before, and takes what checks need, which goes with its person', async () => {
    const { kysely, to } = await openAt('0010-acts');
    await sql`insert into person (id, summary, updated_at) values ('p', '{}', now())`.execute(kysely);
    await to('0011-checks');
    expect(await kysely.selectFrom('person').select('id').execute()).toEqual([{ id: 'p' }]);
    const keep = (person: string, type: string | null, portrait: Buffer | null) =>
      sql`insert into person_particulars (person, telephone, portrait_type, portrait, updated_at)
        values (${person}, null, ${type}, ${portrait}, now())`.execute(kysely);
    await expect(keep('p', null, Buffer.from('x'))).rejects.toThrow();
    await expect(keep('p', 'image/svg+xml', Buffer.from('x'))).rejects.toThrow();
    await expect(keep('stranger', null, null)).rejects.toThrow();
    await keep('p', 'image/png', Buffer.from('x'));
    const failed = (last: number, method: string) =>
      sql`insert into failed_check values (${idOf(last)}, 'p', 's', now(), ${method}, '["doubt"]', now())`.execute(
        kysely,
      );
    await failed(1, 'phone');
    await expect(failed(2, 'letter')).rejects.toThrow();
    await kysely.deleteFrom('person').execute();
    expect(await kysely.selectFrom('person_particulars').selectAll().execute()).toEqual([]);
  });
});

describe('0013-queue', { timeout: 60_000 }, () => {
  it('keeps the queue of the version before with its evidence, and finds what is due by its new order', async () => {
    const { kysely, to } = await openAt('0012-oversight');
    await insertStation(kysely);
    await insertCommand(kysely, 1);
    await insertCommand(kysely, 2, { state: 'needs-review' });
    await to('0013-queue');
    const kept = await kysely
      .selectFrom('command')
      .select(['id', 'state', 'envelope', 'body'])
      .where('next_run', 'is not', null)
      .orderBy('id')
      .execute();
    expect(kept).toEqual([
      { id: idOf(1), state: 'accepted', envelope: 'envelope', body: { a: 1 } },
      { id: idOf(2), state: 'needs-review', envelope: 'envelope', body: { a: 1 } },
    ]);
    expect(await indexes(kysely)).toEqual(
      expect.arrayContaining(['command_due', 'command_over', 'command_taken_back']),
    );
  });
});

describe('0017-waiting-pages', { timeout: 60_000 }, () => {
  it('keeps the stations of the version before, and takes pages of nobody or of one case', async () => {
    const { kysely, to } = await openAt('0015-unusual-looks');
    await insertStation(kysely);
    await to('0017-waiting-pages');
    const insert = (reference: string, station: string | null, ofCase: string | null) =>
      sql`insert into waiting_page (reference, token_hash, page_key, opened_at, seen_at, expires_at, station, case_id)
        values (${reference}, ${reference}, 'k', now(), now(), now(), ${station}, ${ofCase})`.execute(kysely);
    await insert('AAAA-AAAA', null, null);
    await insert('BBBB-BBBB', 's', 'c');
    await expect(insert('BBBB-BBBB', null, null)).rejects.toThrow();
    await expect(insert('CCCC-CCCC', 's', null)).rejects.toThrow();
    await expect(insert('DDDD-DDDD', 'nobody', 'c')).rejects.toThrow();
    expect(await kysely.selectFrom('station').select('id').execute()).toEqual([{ id: 's' }]);
  });
});

describe('0015-unusual-looks', { timeout: 60_000 }, () => {
  it('keeps the alerts of the version before, and takes those of looks', async () => {
    const { kysely, to } = await openAt('0014-audit-head');
    const raise = (last: number, kind: string) =>
      sql`insert into velocity_alert (id, kind, subject, count, threshold, hours, from_at, to_at, raised_at, mail_state)
        values (${idOf(last)}, ${kind}, 'op', 9, 8, 1, now(), now(), now(), 'none')`.execute(kysely);
    await raise(1, 'operator');
    await expect(raise(2, 'openings')).rejects.toThrow();
    await to('0015-unusual-looks');
    await raise(2, 'openings');
    await raise(3, 'listings');
    await expect(raise(4, 'anything')).rejects.toThrow();
    const kept = await kysely.selectFrom('velocity_alert').select('kind').orderBy('id').execute();
    expect(kept.map(({ kind }) => kind)).toEqual(['operator', 'openings', 'listings']);
  });
});

describe('0016-provider-accounts', { timeout: 60_000 }, () => {
  it('keeps the commands of the version before without an account, and takes accounts and reviews of lost ones', async () => {
    const { kysely, to } = await openAt('0015-unusual-looks');
    await insertStation(kysely);
    await insertCommand(kysely, 1);
    const review = (last: number, reason: string) =>
      sql`insert into review (id, command, reason, opened_at) values (${idOf(last)}, ${idOf(1)}, ${reason}, now())`.execute(
        kysely,
      );
    await review(1, 'tries-exhausted');
    await expect(review(2, 'account-lost')).rejects.toThrow();
    await to('0016-provider-accounts');
    await review(2, 'account-lost');
    await expect(review(3, 'anything')).rejects.toThrow();
    const accounts = () => kysely.selectFrom('command').select('provider_accounts').execute();
    expect(await accounts()).toEqual([{ provider_accounts: null }]);
    await kysely
      .updateTable('command')
      .set({ provider_accounts: ['a', 'b'] })
      .execute();
    expect(await accounts()).toEqual([{ provider_accounts: ['a', 'b'] }]);
  });
});

describe('0019-failed-check-alerts', { timeout: 60_000 }, () => {
  it('keeps the alerts of the version before, and takes those of checks that failed', async () => {
    const { kysely, to } = await openAt('0018-sign-in-proofs');
    const raise = (last: number, kind: string) =>
      sql`insert into velocity_alert (id, kind, subject, count, threshold, hours, from_at, to_at, raised_at, mail_state)
        values (${idOf(last)}, ${kind}, 'p', 2, 2, 168, now(), now(), now(), 'none')`.execute(kysely);
    await raise(1, 'listings');
    await expect(raise(2, 'failed-checks')).rejects.toThrow();
    await to('0019-failed-check-alerts');
    await raise(2, 'failed-checks');
    await expect(raise(3, 'anything')).rejects.toThrow();
    const kept = await kysely.selectFrom('velocity_alert').select('kind').orderBy('id').execute();
    expect(kept.map(({ kind }) => kind)).toEqual(['listings', 'failed-checks']);
  });
});

describe('0018-sign-in-proofs', { timeout: 60_000 }, () => {
  it('keeps clearings and alerts of the version before, without a proof, and counts what it is told to', async () => {
    const { kysely, to } = await openAt('0017-waiting-pages');
    await insertStation(kysely);
    await sql`insert into failure_clearing (person, operator, station, reason, failures, cleared_at)
      values ('p', 'o', 's', 'other', 3, now())`.execute(kysely);
    await sql`insert into velocity_alert (id, kind, subject, count, threshold, hours, from_at, to_at, raised_at, mail_state)
      values (${idOf(1)}, 'operator', 'op', 9, 8, 1, now(), now(), now(), 'none')`.execute(kysely);
    await to('0018-sign-in-proofs');
    expect(await kysely.selectFrom('failure_clearing').select(['failures', 'proof']).execute()).toEqual([
      { failures: 3, proof: null },
    ]);
    expect(await kysely.selectFrom('velocity_alert').select(['id', 'seen_proof']).execute()).toEqual([
      { id: idOf(1), seen_proof: null },
    ]);
    const sweep = () =>
      sql`insert into sweep_run (at, outcome, unexplained, resumed, strangers) values (now(), 'swept', 0, 0, 0)`.execute(
        kysely,
      );
    await sweep();
    await expect(sweep()).rejects.toThrow();
    const day = () =>
      sql`insert into station_day (station, day, kind, taken, refused) values ('s', '2026-04-06', 'failed-check', 1, 0)`.execute(
        kysely,
      );
    await day();
    await expect(day()).rejects.toThrow();
  });
});
