import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TemporaryCodeCommand } from '../../../main/exchange/command.ts';
import { createAnswerOpener } from '../../../main/exchange/sealed-answer.ts';
import { openDatabase } from '../../../main/hub/store/connect.ts';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';
import { hour, suspensionOf } from './hub-documents.ts';

/** What a station with a stolen key, an operator who was struck off and a forging caller try. */
describe('a hub that is not wished well', () => {
  let database: HubDatabase;
  let bed: HubBed;
  let station: TestStation;
  let operator: TestOperator;
  beforeAll(async () => {
    database = await openDatabase({ kind: 'embedded', directory: null });
  });
  afterAll(() => database.close());
  afterEach(() => bed.close());

  const people = async () => {
    station = await bed.enrol('counter');
    operator = await bed.operator();
    await bed.policy();
  };

  describe('questions about factors', () => {
    let asked: number;
    let answers: (() => void)[];
    beforeEach(async () => {
      asked = 0;
      answers = [];
      bed = await createHubBed(database, {
        hub: { budget: { callsPerMinute: 60, concurrentCalls: 4 }, settings: {} },
        provider: (simulated) => ({
          ...simulated,
          factors: async () => {
            asked += 1;
            await new Promise<void>((resolve) => answers.push(resolve));
            return { ok: true, factors: [] };
          },
        }),
      });
      await people();
    });

    const question = (person: string, from = station) =>
      bed.inName(from, operator, '/v1/people/factors', { person, case: randomUUID() });

    it('never keep a suspension from ending, however many are asked and however slowly they are answered (I2)', async () => {
      const person = await bed.person();
      const command = bed.suspension(station, operator, person, { until: bed.at(hour) });
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(true);
      bed.advance(hour);
      const stations = [station, await bed.enrol('counter'), await bed.enrol('counter')];
      const flood = stations.flatMap((from) => Array.from({ length: 15 }, () => question(person, from)));
      const arrived = async () =>
        (await database.kysely.selectFrom('request_nonce').select('nonce').execute()).length;
      // All of them are at the hub, and as many as may be at the provider, which answers none.
      await vi.waitFor(async () => expect(await arrived()).toBeGreaterThan(flood.length), {
        timeout: 30_000,
      });
      await vi.waitFor(() => expect(asked).toBeGreaterThan(1), { timeout: 30_000 });
      for (let look = 0; look < 50; look += 1) await arrived();
      await bed.hub.reconciler.runDue();
      expect(await bed.suspended(person)).toBe(false);
      expect(asked).toBeLessThanOrEqual(2);
      const answering = setInterval(() => {
        bed.advance(1000);
        for (const answer of answers.splice(0)) answer();
      }, 5);
      try {
        await Promise.all(flood);
      } finally {
        clearInterval(answering);
      }
    });
  });

  describe('of an operator who was struck off', () => {
    beforeEach(async () => {
      bed = await createHubBed(database, { factorsOf: () => [] });
      await people();
    });

    it('gives out nothing that was accepted and not yet given out (I1)', async () => {
      const person = await bed.person();
      const { until: _, kind: __, ...rest } = suspensionOf(bed.now(), station.id, operator.record.id, person);
      const command: TemporaryCodeCommand = {
        ...rest,
        kind: 'temporary-code',
        minutes: 60,
        answerKey: createAnswerOpener().publicKey,
      };
      const envelope = bed.envelope(station, operator, command);
      // A pass over the same person goes on, so that the first try only has it accepted.
      const lock = await database.tryLock(`person:${person}`);
      expect(await bed.send(station, 'POST', '/v1/commands/issue', { envelope })).toMatchObject({
        body: { code: 'issue/busy' },
      });
      await bed.hub.administration.revokeOperator(operator.record.id);
      await lock?.release();
      expect(await bed.send(station, 'POST', '/v1/commands/issue', { envelope })).toMatchObject({
        body: { standing: { state: 'refused', refusal: 'hub/operator-revoked' }, sealed: null },
      });
    });
  });

  describe('behind a proxy', () => {
    beforeEach(async () => {
      bed = await createHubBed(database, {
        hub: { behindProxy: true, addressLimit: { burst: 5, perSecond: 0.01 } },
      });
    });

    it('counts requests by the address that the proxy saw, not by those that the caller wrote before it', async () => {
      const statuses: number[] = [];
      for (let count = 0; count < 12; count += 1) {
        const headers = { 'x-forwarded-for': `203.0.113.${count}, 198.51.100.7` };
        statuses.push((await fetch(`${bed.hub.url}/v1/health/live`, { headers })).status);
      }
      expect(statuses.filter((status) => status === 200)).toHaveLength(5);
      const other = { 'x-forwarded-for': '198.51.100.8' };
      expect((await fetch(`${bed.hub.url}/v1/health/live`, { headers: other })).status).toBe(200);
    });
  });

  describe('a supervisor', () => {
    beforeEach(async () => {
      bed = await createHubBed(database);
      await people();
    });

    it('takes no alert about themselves off the board (I4)', async () => {
      const self = await bed.operator({ role: 'supervisor' });
      const other = await bed.operator({ role: 'supervisor' });
      const look = { kind: 'openings', operator: self.record.id, count: 90, limit: 60, at: bed.at(0) };
      await bed.send(station, 'POST', '/v1/tallies', { days: [], looks: [look] });
      const { id } = await database.kysely
        .selectFrom('velocity_alert')
        .select('id')
        .executeTakeFirstOrThrow();
      const seen = (by: TestOperator) => bed.inName(station, by, '/v1/supervision/seen', { alert: id });
      expect(await seen(self)).toMatchObject({ body: { code: 'operators/own' } });
      expect(await seen(other)).toMatchObject({
        status: 200,
        body: { alerts: [{ seen: { by: other.record.id } }] },
      });
    });
  });

  describe('with more people exempt than it may end by itself', () => {
    beforeEach(async () => {
      bed = await createHubBed(database, {
        hub: { settings: { metrics: { host: '127.0.0.1', port: 0 } } },
      });
    });

    it('says so where somebody is told (I2)', async () => {
      const { signal } = new AbortController();
      for (let count = 0; count < 21; count += 1) await bed.simulated.suspend(`p-${count}`, signal);
      await bed.hub.reconciler.runSweep();
      const told = async () => (await fetch(`${bed.hub.metricsUrl}/metrics`)).text();
      expect(await told()).toContain('madoguchi_hub_exempt_unexplained 21');
      bed.simulated.setOutage(true);
      await bed.hub.reconciler.runSweep();
      expect(await told()).toContain('madoguchi_hub_sweep_failed 1');
      expect(await told()).toContain('madoguchi_hub_exempt_unexplained 21');
    });

    it('says so too when the database then fails to note it (I2)', async () => {
      const { signal } = new AbortController();
      for (let count = 0; count < 21; count += 1) await bed.simulated.suspend(`p-${count}`, signal);
      const { kysely } = database;
      await sql`ALTER TABLE sweep_run ADD CONSTRAINT nothing_more CHECK (false) NOT VALID`.execute(kysely);
      try {
        await expect(bed.hub.reconciler.runSweep()).rejects.toThrow('nothing_more');
      } finally {
        await sql`ALTER TABLE sweep_run DROP CONSTRAINT nothing_more`.execute(kysely);
      }
      const told = await (await fetch(`${bed.hub.metricsUrl}/metrics`)).text();
      expect(told).toContain('madoguchi_hub_exempt_unexplained 21');
    });
  });

  describe('with details that are kept for a shorter time than repeats are counted', () => {
    beforeEach(async () => {
      bed = await createHubBed(database, { hub: { settings: { retentionDays: 1 } } });
      await people();
    });

    it('still asks for the second approval of the third case (I4)', async () => {
      const person = await bed.person();
      const third = async () => bed.issue(station, operator, bed.suspension(station, operator, person));
      for (let count = 0; count < 2; count += 1) {
        const command = bed.suspension(station, operator, person, {
          caseId: randomUUID(),
          until: bed.at(hour),
        });
        expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
        await bed.hub.reconciler.runDue();
        bed.advance(3 * 24 * hour);
        await bed.hub.reconciler.runDue();
      }
      await bed.hub.expireDetail();
      expect(await third()).toMatchObject({ code: 'case/second-approval-needed' });
    });
  });
});
