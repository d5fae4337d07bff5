import { sign } from 'node:crypto';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../main/exchange/canonical-json.ts';
import { generateSigningKey } from '../../../main/exchange/signing-key.ts';
import { appendHubAudit, verifyHubAudit } from '../../../main/hub/audit/hub-audit.ts';
import { hubAuditHash, hubChainBeginning } from '../../../main/hub/audit/hub-audit-entry.ts';
import { openEmbedded } from '../../../main/hub/store/embedded.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { migrate, migrations } from '../../../main/hub/store/migrations.ts';

let database: HubDatabase | null = null;
afterEach(() => database?.close());

/** A database as a hub left it whose newest migration was `version`. */
async function openAt(version: string): Promise<HubDatabase['kysely']> {
  database = await openEmbedded({ directory: null });
  const { kysely } = database;
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateTo(version);
  if (error !== undefined) throw error;
  return kysely;
}

describe('0002-operators', () => {
  it('finds what a hub of the version before held', async () => {
    const kysely = await openAt('0001-foundation');
    const record = {
      id: 'op-a',
      name: { ja: '係', en: 'Clerk' },
      role: 'operator' as const,
      person: null,
      credentials: [{ id: 'AA', publicKey: 'AA', label: 'key' }],
      revokedAt: null,
    };
    await kysely
      .insertInto('operator')
      .values({ id: 'op-a', record: JSON.stringify(record), updated_at: new Date() })
      .execute();
    await migrate(kysely);
    const kept = await kysely.selectFrom('operator').select('record').execute();
    expect(kept).toEqual([{ record }]);
    expect(await kysely.selectFrom('operator_totp').selectAll().execute()).toEqual([]);
  });
});

describe('0003-platform-statement', () => {
  it('keeps the statements of the version before, and takes those that bind a computer', async () => {
    const kysely = await openAt('0002-operators');
    await sql`insert into station (id, name, kind, label, key_id, public_key, enrolled_at)
      values ('s', 's', 'counter', '{}', 'k', '{}', now())`.execute(kysely);
    const insert = (id: string, kind: string) =>
      sql`insert into operator_statement (id, kind, signed_by, operator, station, body, assertion, received_at)
        values (${id}, ${kind}, 'op-a', 'op-a', 's', '{}', '{}', now())`.execute(kysely);
    const [before, after, bent] = [1, 2, 3].map((last) => `00000000-0000-4000-8000-00000000000${last}`);
    await insert(before!, 'totp');
    await expect(insert(after!, 'platform')).rejects.toThrow();
    await migrate(kysely);
    await insert(after!, 'platform');
    await expect(insert(bent!, 'anything')).rejects.toThrow();
    const kept = await sql<{ kind: string }>`select kind from operator_statement order by id`.execute(kysely);
    expect(kept.rows.map(({ kind }) => kind)).toEqual(['totp', 'platform']);
  });
});

describe('0004-guessing', () => {
  it('keeps people, stations and the feed of the version before, and lets lab stations have items of their own', async () => {
    const kysely = await openAt('0003-platform-statement');
    await sql`insert into person (id, summary, updated_at) values ('p', '{}', now())`.execute(kysely);
    const append = (position: number, audience: string) =>
      sql`insert into feed (position, audience, kind, reference, at)
        values (${position}, ${audience}, 'policy', '{}', now())`.execute(kysely);
    await append(1, 'counter');
    await expect(append(2, 'lab')).rejects.toThrow();
    await migrate(kysely);
    await append(2, 'lab');
    await expect(append(3, 'nobody')).rejects.toThrow();
    const people = await kysely
      .selectFrom('person')
      .select(['id', 'disabled', 'credential_changed_at'])
      .execute();
    expect(people).toEqual([{ id: 'p', disabled: false, credential_changed_at: null }]);
    const feed = await kysely
      .selectFrom('feed')
      .select(['position', 'audience'])
      .orderBy('position')
      .execute();
    expect(feed.map(({ audience }) => audience)).toEqual(['counter', 'lab']);
    expect(await kysely.selectFrom('sign_in_failure').selectAll().execute()).toEqual([]);
  });
});

describe('0005-operation', () => {
  it('opens a review for what waited for one in the version before', async () => {
    const kysely = await openAt('0004-guessing');
    await sql`insert into station (id, name, kind, label, key_id, public_key, enrolled_at)
      values ('s', 's', 'counter', '{}', 'k', '{}', now())`.execute(kysely);
    const insert = (id: string, state: string) =>
      sql`insert into command (id, digest, kind, person, station, operator, issued_at, received_at, until, body, envelope,
        state, answer, state_at)
        values (${id}, 'd', 'suspend', 'p', 's', 'o', now(), now(), now(), '{}', '', ${state}, 'review', now())`.execute(
        kysely,
      );
    const [waiting, other] = [1, 2].map((last) => `00000000-0000-4000-8000-00000000000${last}`);
    await insert(waiting!, 'needs-review');
    await insert(other!, 'accepted');
    await migrate(kysely);
    const reviews = await kysely.selectFrom('review').select(['command', 'reason', 'closed_at']).execute();
    expect(reviews).toEqual([{ command: waiting, reason: 'superseded', closed_at: null }]);
    const head = await kysely.selectFrom('feed_head').select('epoch').executeTakeFirstOrThrow();
    expect(head.epoch).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('0007-imports', () => {
  it('keeps the people of the version before, whom no import answers for yet', async () => {
    const kysely = await openAt('0006-fleet');
    await sql`insert into person (id, summary, updated_at) values ('p', '{}', now())`.execute(kysely);
    await migrate(kysely);
    const people = await kysely
      .selectFrom('person')
      .select(['id', 'import_source', 'import_digest'])
      .execute();
    expect(people).toEqual([{ id: 'p', import_source: null, import_digest: null }]);
    const ended = sql`insert into directory_import (id, source, state, forced, started_at)
      values (gen_random_uuid(), 's', 'done', false, now())`;
    await expect(ended.execute(kysely)).rejects.toThrow();
  });
});

describe('0008-re-enrolment', () => {
  it('keeps the notices of the version before, and takes those of a new factor', async () => {
    const kysely = await openAt('0007-imports');
    await sql`insert into station (id, name, kind, label, key_id, public_key, enrolled_at)
      values ('s', 's', 'counter', '{}', 'k', '{}', now())`.execute(kysely);
    const command = '00000000-0000-4000-8000-000000000001';
    await sql`insert into command (id, digest, kind, person, station, operator, issued_at, received_at, until, body,
      envelope, state, answer, state_at)
      values (${command}, 'd', 'suspend', 'p', 's', 'o', now(), now(), now(), '{}', '', 'accepted', 'accepted', now())`.execute(
      kysely,
    );
    const notice = (kind: string) =>
      sql`insert into notice (id, command, kind, person, queued_at, state_at)
        values (gen_random_uuid(), ${command}, ${kind}, 'p', now(), now())`.execute(kysely);
    await notice('ended');
    await expect(notice('re-enrolled')).rejects.toThrow();
    await migrate(kysely);
    await notice('re-enrolled');
    await expect(notice('anything')).rejects.toThrow();
    const kinds = await kysely.selectFrom('notice').select('kind').orderBy('kind').execute();
    expect(kinds.map(({ kind }) => kind)).toEqual(['ended', 're-enrolled']);
    const rows = await kysely.selectFrom('command').select('re_enrolled_at').execute();
    expect(rows).toEqual([{ re_enrolled_at: null }]);
  });
});

describe('0009-event-export', () => {
  it('begins every receiver at the beginning of what the version before recorded', async () => {
    const kysely = await openAt('0008-re-enrolment');
    await sql`insert into hub_audit values (1, 'e', 'h', 's')`.execute(kysely);
    await migrate(kysely);
    expect(await kysely.selectFrom('event_export').selectAll().execute()).toEqual([]);
    const moved = (stream: string) =>
      sql`insert into event_export values ('siem', ${stream}, 1, now())`.execute(kysely);
    await moved('audit');
    await expect(moved('people')).rejects.toThrow();
  });
});

describe('0012-oversight', () => {
  it('keeps what a hub of the version before held, and takes a counter’s days and alerts', async () => {
    const kysely = await openAt('0011-checks');
    await sql`insert into station (id, name, kind, label, key_id, public_key, enrolled_at)
      values ('s', 's', 'counter', '{}', 'k', '{}', now())`.execute(kysely);
    await migrate(kysely);
    const station = await kysely.selectFrom('station').select('id').execute();
    expect(station).toEqual([{ id: 's' }]);
    const day = { station: 's', day: '2026-04-06', depth: null, received_at: new Date() };
    await kysely
      .insertInto('counter_day')
      .values({ ...day, tally: '{}' })
      .execute();
    expect(await kysely.selectFrom('velocity_alert').selectAll().execute()).toEqual([]);
    await expect(
      kysely
        .insertInto('counter_day')
        .values({ ...day, station: 'unknown', tally: '{}' })
        .execute(),
    ).rejects.toThrow();
  });
});

describe('0014-audit-head', () => {
  it('takes the newest entry’s signature for the head’s, and verifies the chain of the version before (I8)', async () => {
    const kysely = await openAt('0013-queue');
    const key = generateSigningKey();
    const chain: string[] = [];
    let previous = hubChainBeginning(key.id);
    for (let sequence = 1; sequence <= 3; sequence += 1) {
      const entry = canonicalJson({
        v: 1,
        chain: key.id,
        sequence,
        at: '2026-04-01T00:00:00.000Z',
        kind: 'operator-put',
        actor: { type: 'administration', id: null },
        subject: null,
        facts: { operator: `op-${sequence}` },
        previous,
      });
      previous = hubAuditHash(entry);
      chain.push(previous);
      // As that version signed each entry.
      const signature = sign(null, Buffer.from(`madoguchi-hub-audit ${previous}`), key.privateKey).toString(
        'base64url',
      );
      await sql`insert into hub_audit values (${sequence}, ${entry}, ${previous}, ${signature})`.execute(
        kysely,
      );
    }
    await migrate(kysely);
    expect(await verifyHubAudit(kysely, key)).toEqual({ whole: true, entries: 3, hash: chain[2] });
    expect(await kysely.selectFrom('hub_audit').select('checkpoint').distinct().execute()).toEqual([
      { checkpoint: null },
    ]);
    const actor = { type: 'administration', id: null } as const;
    const input = { kind: 'operator-revoked', actor, facts: {} } as const;
    await kysely.transaction().execute((transaction) => appendHubAudit(transaction, key, input, new Date()));
    expect(await verifyHubAudit(kysely, key)).toMatchObject({ whole: true, entries: 4 });
    await sql`delete from hub_audit where sequence > 2`.execute(kysely);
    expect(await verifyHubAudit(kysely, key)).toEqual({ whole: false, sequence: 3, problem: 'cut-off' });
  });
});
