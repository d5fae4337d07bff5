import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandDigest } from '../../../main/exchange/command.ts';
import { signDocument } from '../../../main/exchange/signed-document.ts';
import { verifyHubAudit } from '../../../main/hub/audit/hub-audit.ts';
import { erasePerson } from '../../../main/hub/erasure/erase-person.ts';
import { renewEpoch } from '../../../main/hub/feed/epoch.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { readStanding } from '../../../main/hub/operation/status.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';
import { policyOf, rpId } from './hub-documents.ts';

export function describeOperation(database: () => HubDatabase): void {
  describe('operation', () => {
    let bed: HubBed;
    let station: TestStation;
    let operator: TestOperator;
    beforeEach(async () => {
      bed = await createHubBed(database(), {
        hub: { settings: { metrics: { host: '127.0.0.1', port: 0 }, retentionDays: 30 } },
      });
      station = await bed.enrol('counter');
      operator = await bed.operator();
      await bed.person('p-known');
      // Details are kept as long as a person's cases are counted, whatever the settings say.
      await bed.policy({ suspension: { ...policyOf(bed.now()).suspension, repeatDays: 30 } });
    });
    afterEach(() => bed.close());

    const context = async () => ({
      database: bed.database,
      key: await openHubKey(join(bed.folder, 'hub-key.pem')),
      now: bed.now,
    });
    const over = async () => {
      const command = bed.suspension(station, operator, 'p-known');
      await bed.issue(station, operator, command);
      await bed.hub.reconciler.runDue();
      bed.advance(100 * 24 * 3_600_000);
      await bed.hub.reconciler.runDue();
      return command;
    };
    const everything = async () => {
      const { kysely } = bed.database;
      return JSON.stringify([
        await kysely.selectFrom('command').selectAll().execute(),
        await kysely.selectFrom('person').selectAll().execute(),
        await kysely.selectFrom('hub_audit').selectAll().execute(),
        await kysely.selectFrom('hub_audit_person').selectAll().execute(),
        await kysely.selectFrom('feed').selectAll().where('kind', '!=', 'person-erased').execute(),
      ]);
    };

    it('erases a person when their commands are over: nothing of them is left, ids and the chain stay (I3, I8)', async () => {
      const command = bed.suspension(station, operator, 'p-known');
      const envelope = bed.envelope(station, operator, command);
      await bed.submit(station, [envelope]);
      await bed.hub.reconciler.runDue();
      expect(await erasePerson(await context(), 'p-known')).toEqual({ ok: false, problem: 'open-commands' });
      bed.advance(100 * 24 * 3_600_000);
      await bed.hub.reconciler.runDue();
      expect(await erasePerson(await context(), 'p-known')).toEqual({ ok: true, commands: 1 });
      expect(await everything()).not.toContain('p-known');
      expect((await bed.submit(station, [envelope]))[0]).toMatchObject({ id: command.id, result: 'replay' });
      const { items } = await bed.feed(station);
      expect(items).toContainEqual({ kind: 'person-erased', person: 'p-known', known: false });
      const { database, key } = await context();
      expect(await verifyHubAudit(database.kysely, key)).toMatchObject({ whole: true });
    });

    it('erases nothing of somebody where erasing is cancelled, and says how far it is', async () => {
      await over();
      const before = await everything();
      const cancelling = new AbortController();
      const told: string[] = [];
      const watch = {
        signal: cancelling.signal,
        progress: (phase: string) => {
          told.push(phase);
          if (phase === 'erasing the rest') cancelling.abort();
        },
      };
      await expect(erasePerson(await context(), 'p-known', watch)).rejects.toThrow();
      expect(told).toEqual(['looking', 'erasing commands', 'erasing the rest']);
      expect(await everything()).toBe(before);
    });

    it('erases no operator in office, and a former one once nothing is open that they signed or approved', async () => {
      const clerk = await bed.operator({ person: 'p-known', name: { ja: '清水', en: 'Shimizu' } });
      const other = await bed.operator();
      const erase = async () => erasePerson(await context(), 'p-known');
      expect(await erase()).toEqual({ ok: false, problem: 'is-operator' });
      const visitor = await bed.person();
      const signed = bed.suspension(station, clerk, visitor);
      await bed.issue(station, clerk, signed);
      const approved = bed.suspension(station, other, await bed.person());
      const touch = (by: TestOperator) =>
        by.signer.assert({ challenge: commandDigest(approved).digest, rpId });
      const envelope = { command: approved, assertion: touch(other), approvals: [touch(clerk)] };
      await bed.submit(station, [signDocument('madoguchi-command+jws', envelope, station.key)]);
      await bed.hub.reconciler.runDue();
      await bed.hub.administration.revokeOperator(clerk.record.id);
      expect(await erase()).toEqual({ ok: false, problem: 'operator-open' });
      await bed.issue(station, other, bed.resumption(station, other, visitor, [signed.id]));
      await bed.hub.reconciler.runDue();
      expect(await erase()).toEqual({ ok: false, problem: 'operator-open' });
      bed.advance(100 * 24 * 3_600_000);
      await bed.hub.reconciler.runDue();
      expect(await erase()).toMatchObject({ ok: true });
      const row = await bed.database.kysely
        .selectFrom('operator')
        .select('record')
        .where('id', '=', clerk.record.id)
        .executeTakeFirstOrThrow();
      expect(row.record).toMatchObject({
        id: clerk.record.id,
        name: { en: 'Erased operator' },
        person: null,
      });
      expect(row.record.credentials[0]?.publicKey).toBe(clerk.record.credentials[0]?.publicKey);
      expect(row.record.revokedAt).not.toBeNull();
      expect(JSON.stringify((await bed.feed(station)).items)).not.toMatch(/清水|Shimizu/);
      const { key } = await context();
      expect(await verifyHubAudit(bed.database.kysely, key)).toMatchObject({ whole: true });
    });

    it('takes what is personal out of commands that have been over for the set time, and of no other', async () => {
      const old = await over();
      bed.advance(20 * 24 * 3_600_000);
      await bed.hub.expireDetail();
      const row = (id: string) =>
        bed.database.kysely.selectFrom('command').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      expect((await row(old.id)).person).toBe('p-known');
      const before = await row(old.id);
      bed.advance(11 * 24 * 3_600_000);
      await bed.hub.expireDetail();
      const after = await row(old.id);
      expect(after).toMatchObject({ body: {}, envelope: '', digest: before.digest, state: 'ended' });
      expect(after.person).toMatch(/^erased-/);
      const { items } = await bed.feed(station);
      expect(items).toContainEqual({ kind: 'person-erased', person: 'p-known', known: true });
      expect(items).toContainEqual(expect.objectContaining({ kind: 'people', remove: [] }));
    });

    it('forgets as well who signed in without the directory, and whom clearings and sweeps were about', async () => {
      const { kysely } = bed.database;
      const at = bed.now();
      const person = 'p-known';
      const signIn = {
        id: randomUUID(),
        station: station.id,
        verified_at: at,
        signed_in_at: at,
        received_at: at,
      };
      await kysely
        .insertInto('offline_sign_in')
        .values({ ...signIn, person, against: null })
        .execute();
      const clearing = {
        operator: operator.record.id,
        station: station.id,
        reason: 'identity-checked' as const,
      };
      await kysely
        .insertInto('failure_clearing')
        .values({ ...clearing, person, failures: 5, cleared_at: at })
        .execute();
      await kysely.insertInto('sweep_finding').values({ person, found_at: at, resumed: true }).execute();
      const named = async () =>
        JSON.stringify([
          await kysely.selectFrom('offline_sign_in').selectAll().execute(),
          await kysely.selectFrom('failure_clearing').selectAll().execute(),
          await kysely.selectFrom('sweep_finding').selectAll().execute(),
        ]).split(person).length - 1;
      bed.advance(29 * 24 * 3_600_000);
      await bed.hub.expireDetail();
      expect(await named()).toBe(3);
      bed.advance(2 * 24 * 3_600_000);
      await bed.hub.expireDetail();
      expect(await named()).toBe(0);
    });

    it('tells how it stands, without anybody in it (I7)', async () => {
      const command = bed.suspension(station, operator, 'p-known');
      await bed.issue(station, operator, command);
      bed.advance(60_000);
      const standing = await readStanding(bed.database.kysely, bed.now());
      expect(standing).toMatchObject({
        queue: { open: 1, due: 1, late: 0 },
        reviews: {},
        policyVersion: 1,
        offlineSignIns: 0,
      });
      expect(standing.stations.map(({ id, lastContactAt }) => [id, lastContactAt !== null])).toEqual([
        [station.id, true],
      ]);
      const scraped = await fetch(`${bed.hub.metricsUrl}/metrics`);
      const text = await scraped.text();
      expect(text).toContain('madoguchi_hub_commands_open 1');
      expect(text).toContain('madoguchi_hub_request_seconds_count{route="/v1/commands",status="200"} 1');
      expect(text).not.toContain('p-known');
      expect(text).not.toContain(station.id);
      expect((await fetch(`${bed.hub.metricsUrl}/anything`)).status).toBe(404);
      expect((await fetch(`${bed.hub.url}/metrics`)).status).toBe(404);
      expect((await fetch(`${bed.hub.url}/v1/health/live`)).status).toBe(200);
    });

    it('notices that an older database was put back, and every station begins anew', async () => {
      const first = await bed.feed(station);
      const behind = await bed.enrol('counter');
      const poll = async (of: TestStation, cursor: number, epoch: string) => {
        const path = `/v1/feed?cursor=${cursor}&wait=0&nonce=${'n'.repeat(16)}&epoch=${epoch}`;
        return (await bed.send(of, 'GET', path)).body as { items: unknown[]; cursor: number; epoch: string };
      };
      const same = await poll(station, first.cursor, first.epoch!);
      expect(same).toMatchObject({ items: [], epoch: first.epoch });
      const ahead = await poll(station, first.cursor + 50, first.epoch!);
      expect(ahead.epoch).not.toBe(first.epoch);
      expect(ahead.items.length).toBeGreaterThan(0);
      const other = await poll(behind, first.cursor, first.epoch!);
      expect(other).toMatchObject({ epoch: ahead.epoch, cursor: ahead.cursor });
      expect(other.items).toHaveLength(ahead.items.length);
      // A station that lies about its place can't do it again and again.
      expect((await poll(station, ahead.cursor + 50, ahead.epoch)).epoch).toBe(ahead.epoch);
      const { database, key, now } = await context();
      await database.kysely.transaction().execute((transaction) => renewEpoch(transaction, key, now()));
      expect((await poll(station, ahead.cursor, ahead.epoch)).epoch).not.toBe(ahead.epoch);
    });
  });
}
