import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyTally } from '../../../main/exchange/add-tallies.ts';
import {
  insightResponse,
  type SupervisionResponse,
  supervisionResponse,
} from '../../../main/exchange/oversight-interface.ts';
import { verifyHubAudit } from '../../../main/hub/audit/hub-audit.ts';
import { erasePerson } from '../../../main/hub/erasure/erase-person.ts';
import { expireOversight } from '../../../main/hub/erasure/expire-oversight.ts';
import { openHubKey } from '../../../main/hub/hub-key.ts';
import { mailSettings } from '../../../main/hub/notices/mail-settings.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { startMailServer } from '../../rigs/mail-server.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

export function describeOversight(database: () => HubDatabase): void {
  describe('supervision across counters', () => {
    let bed: HubBed;
    let here: TestStation;
    let there: TestStation;
    let clerk: TestOperator;
    let supervisor: TestOperator;
    beforeEach(async () => {
      bed = await createHubBed(database());
      await bed.policy();
      [here, there] = [await bed.enrol('counter'), await bed.enrol('counter')];
      clerk = await bed.operator();
      supervisor = await bed.operator({ role: 'supervisor' });
    });
    afterEach(() => bed.close());

    const suspend = async (station: TestStation, person: string, operator = clerk) =>
      bed.issue(station, operator, bed.suspension(station, operator, person));
    const ask = (operator: TestOperator, path = '/v1/supervision', more = {}) =>
      bed.inName(here, operator, path, more);
    const board = async (): Promise<SupervisionResponse> =>
      supervisionResponse.parse((await ask(supervisor)).body);
    const alerts = async () =>
      (await board()).alerts.map(({ kind, subject, count }) => `${kind} ${subject} ${count}`);

    it('is given to a supervisor at a counter, and to nobody else', async () => {
      expect((await ask(supervisor)).status).toBe(200);
      expect(await ask(clerk)).toMatchObject({ status: 400, body: { code: 'staff/not-permitted' } });
      const lab = await bed.enrol('lab');
      expect(await bed.inName(lab, supervisor, '/v1/supervision', {})).toMatchObject({ status: 403 });
      await bed.hub.administration.revokeOperator(supervisor.record.id);
      expect(await ask(supervisor)).toMatchObject({ body: { code: 'hub/operator-revoked' } });
      expect(await ask(supervisor, '/v1/insight', { from: '2026-04-01', to: '2026-04-06' })).toMatchObject({
        body: { code: 'hub/operator-revoked' },
      });
    });

    it('shows refusals and repeats of every counter, people by id alone (I7)', async () => {
      const person = await bed.person();
      for (const station of [here, there]) {
        await suspend(station, person);
        bed.advance(minute);
      }
      const unknown = await suspend(there, 'p-nobody');
      expect(unknown.result).toBe('refused');
      const seen = await board();
      expect(seen.repeated).toMatchObject([
        { person, suspensions: 2, refused: 0, stations: [here.id, there.id].toSorted() },
      ]);
      expect(seen.refused).toMatchObject([
        { person: 'p-nobody', station: there.id, operator: clerk.record.id, code: 'hub/person-unknown' },
      ]);
      expect(seen.operators[clerk.record.id]).toEqual({ ja: '係員', en: 'Clerk' });
      expect(seen.stations[there.id]).toEqual({ ja: '窓口', en: 'Counter' });
    });

    it('shows who looked at unusually many people, one alert for one spree, as any counter tells it', async () => {
      const look = (minutes: number, change = {}) => ({
        kind: 'openings',
        operator: clerk.record.id,
        at: bed.at(-minutes * minute),
        count: 30,
        limit: 30,
        ...change,
      });
      const tell = async (...looks: object[]) =>
        (await bed.send(there, 'POST', '/v1/tallies', { days: [], looks })).status;
      expect(await tell(look(70), look(70))).toBe(200);
      expect(await tell(look(40, { count: 60 }))).toBe(200);
      expect(await tell(look(5, { kind: 'listings', count: 1000, limit: 1000 }))).toBe(200);
      expect(await tell(look(5, { operator: 'op-nobody' }))).toBe(200);
      expect(await tell(look(-60))).toBe(200);
      expect(await tell(look(60 * 24 * 31))).toBe(200);
      expect((await alerts()).toSorted()).toEqual([
        `listings ${clerk.record.id} 1000`,
        `openings ${clerk.record.id} 60`,
      ]);
      expect(await tell(look(5, { kind: 'person' }))).toBe(400);
      const lab = await bed.enrol('lab');
      expect((await bed.send(lab, 'POST', '/v1/tallies', { days: [], looks: [look(1)] })).status).toBe(403);
    });

    it('keeps alerts as long as details are kept, and days of counts as long as they are shown', async () => {
      const tally = (back: number) => ({
        tally: emptyTally(new Date(bed.now().getTime() - back * day).toISOString().slice(0, 10)),
        depth: null,
      });
      expect((await bed.send(here, 'POST', '/v1/tallies', { days: [tally(0), tally(90)] })).status).toBe(200);
      for (let count = 0; count < 8; count += 1) await suspend(here, await bed.person());
      await bed.hub.watchVelocity();
      const kept = async () => {
        const { kysely } = bed.database;
        const [raised, days] = await Promise.all([
          kysely.selectFrom('velocity_alert').select('id').execute(),
          kysely.selectFrom('counter_day').select('day').execute(),
        ]);
        return [raised.length, days.length];
      };
      const expire = (days: number) => expireOversight({ database: bed.database, now: bed.now }, days);
      await expire(30);
      expect(await kept()).toEqual([1, 2]);
      bed.advance(31 * day);
      await expire(30);
      expect(await kept()).toEqual([0, 1]);
      bed.advance(63 * day);
      await expire(30);
      expect(await kept()).toEqual([0, 0]);
    });

    it('raises one alert for one spree however often it looks, and counts on in it', async () => {
      for (let count = 0; count < 7; count += 1) await suspend(here, await bed.person());
      await bed.hub.watchVelocity();
      expect(await alerts()).toEqual([]);
      await suspend(there, await bed.person());
      await Promise.all([bed.hub.watchVelocity(), bed.hub.watchVelocity()]);
      await bed.hub.watchVelocity();
      expect(await alerts()).toEqual([`operator ${clerk.record.id} 8`]);
      await suspend(here, await bed.person());
      await bed.hub.watchVelocity();
      expect(await alerts()).toEqual([`operator ${clerk.record.id} 9`]);
    });

    it('follows the thresholds of the newest policy, and tells a person by id only to supervisors', async () => {
      const policy = await bed.policy({ version: 2 });
      const velocity = { perPerson: 3, operatorPerHour: 100, counterPerHour: 2 };
      await bed.policy({ version: 3, suspension: { ...policy.suspension, velocity } });
      const person = await bed.person();
      for (const station of [here, there, here]) await suspend(station, person);
      await bed.hub.watchVelocity();
      expect((await alerts()).toSorted()).toEqual([`counter ${here.id} 2`, `person ${person} 3`]);
      const key = await openHubKey(`${bed.folder}/hub-key.pem`);
      expect(await verifyHubAudit(bed.database.kysely, key)).toMatchObject({ whole: true });
      const trail = await bed.database.kysely.selectFrom('hub_audit').select('entry').execute();
      expect(JSON.stringify(trail)).toContain('velocity-alert');
      expect(JSON.stringify(trail)).not.toContain(person);
    });

    it('takes down once who has seen an alert, and shows it anew when it goes on (I8)', async () => {
      for (let count = 0; count < 8; count += 1) await suspend(here, await bed.person());
      await bed.hub.watchVelocity();
      const [alert] = (await board()).alerts;
      const seen = await ask(supervisor, '/v1/supervision/seen', { alert: alert!.id });
      expect(supervisionResponse.parse(seen.body).alerts[0]?.seen?.by).toBe(supervisor.record.id);
      expect(await ask(clerk, '/v1/supervision/seen', { alert: alert!.id })).toMatchObject({ status: 400 });
      expect(
        await ask(supervisor, '/v1/supervision/seen', { alert: '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11' }),
      ).toMatchObject({ status: 400, body: { code: 'oversight/unknown' } });
      await suspend(here, await bed.person());
      await bed.hub.watchVelocity();
      expect((await board()).alerts).toMatchObject([{ id: alert!.id, seen: null, count: 9 }]);
    });

    const failedAt = (station: TestStation, person: string) =>
      bed.send(station, 'POST', '/v1/checks/failed', {
        checks: [
          { id: randomUUID(), person, at: bed.at(0), method: 'documents', reasons: ['photo-differs'] },
        ],
      });

    it('tells of somebody whom two counters turned away, once, and forgets it with them (I7, I8)', async () => {
      const person = await bed.person();
      expect((await failedAt(here, person)).status).toBe(200);
      await bed.hub.watchVelocity();
      expect(await alerts()).toEqual([]);
      bed.advance(2 * day);
      await failedAt(there, person);
      await failedAt(there, await bed.person());
      for (let again = 0; again < 2; again += 1) await bed.hub.watchVelocity();
      expect(await alerts()).toEqual([`failed-checks ${person} 2`]);
      const trail = await bed.database.kysely.selectFrom('hub_audit').select('entry').execute();
      expect(JSON.stringify(trail)).toContain('failed-checks');
      expect(JSON.stringify(trail)).not.toContain(person);
      const key = await openHubKey(`${bed.folder}/hub-key.pem`);
      expect(await erasePerson({ database: bed.database, key, now: bed.now }, person)).toMatchObject({
        ok: true,
      });
      expect(await alerts()).toEqual([]);
    });

    it('is seen by another supervisor where it is about their own account (I4)', async () => {
      const person = await bed.person();
      const own = await bed.operator({ role: 'supervisor', person });
      for (const station of [here, there]) await failedAt(station, person);
      await bed.hub.watchVelocity();
      const [alert] = (await board()).alerts;
      const seenBy = (operator: TestOperator) => ask(operator, '/v1/supervision/seen', { alert: alert!.id });
      expect(await seenBy(own)).toMatchObject({ status: 400, body: { code: 'operators/own' } });
      expect((await board()).alerts[0]?.seen).toBeNull();
      expect((await seenBy(supervisor)).status).toBe(200);
    });

    it('forgets a person’s alert with the person', async () => {
      const person = await bed.person();
      for (const station of [here, there]) {
        const command = bed.suspension(station, clerk, person, { until: bed.at(10 * minute) });
        await bed.issue(station, clerk, command);
      }
      await bed.hub.watchVelocity();
      expect(await alerts()).toContain(`person ${person} 2`);
      bed.advance(11 * minute);
      await bed.hub.reconciler.runDue();
      const key = await openHubKey(`${bed.folder}/hub-key.pem`);
      const context = { database: bed.database, key, now: bed.now };
      expect(await erasePerson(context, person)).toMatchObject({ ok: true });
      expect(await alerts()).toEqual([]);
    });

    it('tells those whom the settings name by one mail, which says neither who nor where (I7)', async () => {
      const server = await startMailServer();
      try {
        const settings = { host: '127.0.0.1', port: server.port, tls: 'none' as const };
        const mail = mailSettings.parse({
          ...settings,
          from: 'madoguchi@example.ac.jp',
          alertsTo: ['head@example.ac.jp'],
        });
        await bed.restart({ settings: { mail } });
        for (let count = 0; count < 9; count += 1) await suspend(here, await bed.person());
        await bed.hub.watchVelocity();
        await bed.hub.watchVelocity();
        expect(server.mails.map(({ to }) => to)).toEqual(['head@example.ac.jp']);
        expect(server.mails[0]?.text).not.toMatch(new RegExp(`${clerk.record.id}|${here.id}`));
        const states = await bed.database.kysely.selectFrom('velocity_alert').select('mail_state').execute();
        expect(states).toEqual([{ mail_state: 'sent' }]);
      } finally {
        await server.stop();
      }
    });

    it('adds counters’ days up, a day told again in place of the one before', async () => {
      const tell = (station: TestStation, count: number, on = '2026-04-06') =>
        bed.send(station, 'POST', '/v1/tallies', {
          days: [
            {
              tally: {
                ...emptyTally(on),
                reasons: { forgotten: count },
                outcomes: { queued: count, advised: 0, checkFailed: 1, closed: 0 },
              },
              depth: { day: on, depths: Array.from({ length: 24 }, () => count) },
            },
          ],
        });
      expect((await tell(here, 5)).status).toBe(200);
      expect((await tell(here, 2)).status).toBe(200);
      expect((await tell(there, 3)).status).toBe(200);
      expect((await tell(there, 3, '2025-01-01')).status).toBe(400);
      expect((await tell(await bed.enrol('lab'), 3)).status).toBe(403);
      const span = { from: '2026-04-01', to: '2026-04-06' };
      const { part } = insightResponse.parse((await ask(supervisor, '/v1/insight', span)).body);
      expect(part.counters).toBe(2);
      expect(part.days).toMatchObject([{ day: '2026-04-06', reasons: { forgotten: 5 } }]);
      expect(part.depth?.depths[9]).toBe(5);
      expect((await board()).failedChecks.map(({ count }) => count)).toEqual([1, 1]);
    });

    it('measures from the touch to the provider’s word, by local day', async () => {
      for (const seconds of [4, 6, 30]) {
        await suspend(here, await bed.person());
        bed.advance(seconds * 1000);
        await bed.hub.reconciler.runDue();
      }
      bed.advance(day);
      await suspend(there, await bed.person());
      const span = { from: '2026-04-01', to: '2026-04-08' };
      const { part } = insightResponse.parse((await ask(supervisor, '/v1/insight', span)).body);
      expect(part.applied).toEqual([{ day: '2026-04-06', count: 3, p50: 6, p95: 30 }]);
    });
  });
}
