import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubDatabase } from '../../../main/hub/store/hub-database.ts';
import { createHubBed, type HubBed, type TestOperator, type TestStation } from './hub-bed.ts';
import { hour } from './hub-documents.ts';

const minute = 60_000;
const callsPerMinute = 6;

export function describeBudget(database: () => HubDatabase): void {
  describe('the provider’s budget', () => {
    let bed: HubBed;
    let station: TestStation;
    let operator: TestOperator;
    let calls: { readonly at: number; readonly what: string; readonly person: string }[];
    let time: number;
    let underWay: number;
    let mostUnderWay: number;
    let retryAfterMs: number | null;

    beforeEach(async () => {
      calls = [];
      time = 0;
      underWay = 0;
      mostUnderWay = 0;
      retryAfterMs = null;
      bed = await createHubBed(database(), {
        hub: {
          budget: { callsPerMinute, concurrentCalls: 2 },
          monotonicMs: () => time,
          settings: { metrics: { host: '127.0.0.1', port: 0 } },
        },
        provider: (simulated) => {
          const counted = async <Answer>(what: string, person: string, work: () => Promise<Answer>) => {
            calls.push({ at: time, what, person });
            underWay += 1;
            mostUnderWay = Math.max(mostUnderWay, underWay);
            try {
              return await work();
            } finally {
              underWay -= 1;
            }
          };
          return {
            ...simulated,
            suspend: (person, signal) =>
              counted('suspend', person, async () =>
                retryAfterMs === null
                  ? simulated.suspend(person, signal)
                  : { ok: false, code: 'provider/unavailable', retryAfterMs },
              ),
            resume: (person, signal) => counted('resume', person, () => simulated.resume(person, signal)),
            status: (person, signal) => counted('status', person, () => simulated.status(person, signal)),
            listSuspended: (signal) => counted('list', '', () => simulated.listSuspended(signal)),
            health: (signal) => counted('health', '', () => simulated.health(signal)),
            exemptNetworks: {
              list: (signal) => counted('networks', '', async () => simulated.exemptNetworks.list(signal)),
            },
            factors: (person) => counted('factors', person, async () => ({ ok: true, factors: [] })),
          };
        },
      });
      station = await bed.enrol('counter');
      operator = await bed.operator();
      await bed.policy();
    });
    afterEach(() => bed.close());

    const advance = (milliseconds: number) => {
      time += milliseconds;
      bed.advance(milliseconds);
    };
    const suspend = async (until: number) => {
      const command = bed.suspension(station, operator, await bed.person(), { until: bed.at(until) });
      expect(await bed.issue(station, operator, command)).toMatchObject({ result: 'accepted' });
      return command;
    };
    /** Time goes on by itself while `work` waits for its turns. */
    const asTimeGoesOn = async <Value>(work: () => Promise<Value>): Promise<Value> => {
      const moving = setInterval(() => advance(500), 5);
      try {
        return await work();
      } finally {
        clearInterval(moving);
      }
    };
    const states = async () => {
      const rows = await bed.database.kysely.selectFrom('command').select('state').execute();
      return rows.map(({ state }) => state);
    };
    const busiest = () =>
      Math.max(...calls.map(({ at }) => calls.filter((one) => one.at <= at && one.at > at - minute).length));

    it('is never exceeded in any minute, and everything is applied once as time goes on (I3)', async () => {
      for (let count = 0; count < 20; count += 1) await suspend(24 * hour);
      for (let second = 0; second < 300 && (await states()).includes('accepted'); second += 1) {
        await bed.hub.reconciler.runDue();
        advance(1000);
      }
      expect(new Set(await states())).toEqual(new Set(['applied']));
      expect(calls).toHaveLength(20);
      expect(busiest()).toBeLessThanOrEqual(callsPerMinute);
      expect(mostUnderWay).toBeLessThanOrEqual(2);
    });

    it('goes to ends before new suspensions, which still have their share (I2)', async () => {
      const ending = [];
      for (let count = 0; count < 4; count += 1) ending.push(await suspend(hour));
      for (let minutes = 0; minutes < 4; minutes += 1) {
        await bed.hub.reconciler.runDue();
        advance(minute);
      }
      expect(calls.map(({ what }) => what)).toEqual(Array(4).fill('suspend'));
      advance(hour);
      for (let count = 0; count < 3; count += 1) await suspend(24 * hour);
      calls.length = 0;
      for (let second = 0; second < 120 && calls.length < 7; second += 1) {
        await bed.hub.reconciler.runDue();
        advance(1000);
      }
      const order = calls.map(({ what }) => what);
      expect(order.slice(0, 5).filter((what) => what === 'resume')).toHaveLength(4);
      expect(order.slice(0, 4)).toContain('suspend');
      expect(order).toHaveLength(7);
      for (const { person } of ending) expect(await bed.suspended(person)).toBe(false);
    });

    it('holds for a pass of two calls, which never starts anew for want of the second', async () => {
      retryAfterMs = 1000;
      const command = await suspend(hour);
      await bed.hub.reconciler.runDue();
      advance(hour);
      await asTimeGoesOn(() => bed.hub.reconciler.runDue());
      expect(calls.map(({ what }) => what)).toEqual(['suspend', 'status', 'resume']);
      expect(calls[2]!.at - calls[1]!.at).toBeGreaterThanOrEqual(minute / callsPerMinute);
      expect(await bed.outcomes(station, command.id)).toEqual(['accepted', 'ended never-applied']);
    });

    it('is spent by a visitor’s factors, in their turn, and by looking how the provider is', async () => {
      const person = await bed.person();
      const ask = () =>
        bed.inName(station, operator, '/v1/people/factors', { person, case: crypto.randomUUID() });
      expect((await ask()).status).toBe(200);
      // The place is taken: the next one waits for its turn, which comes.
      const second = await asTimeGoesOn(ask);
      expect(second.status).toBe(200);
      expect(calls.map(({ what }) => what)).toEqual(['factors', 'factors']);
      expect(calls[1]!.at - calls[0]!.at).toBeGreaterThanOrEqual(minute / callsPerMinute);
      calls.length = 0;
      for (let second = 0; second < 600; second += 1) {
        await bed.http('GET', '/v1/health');
        advance(1000);
      }
      expect(busiest()).toBeLessThanOrEqual(callsPerMinute);
      expect(new Set(calls.map(({ what }) => what)).size).toBeGreaterThan(0);
      expect(calls.filter(({ what }) => what === 'health').length).toBeLessThanOrEqual(7);
    });

    it('holds for the sweep, which ends what nothing explains all the same (I2)', async () => {
      const { signal } = new AbortController();
      for (const person of ['p1', 'p2']) await bed.simulated.suspend(person, signal);
      const swept = await asTimeGoesOn(() => bed.hub.reconciler.runSweep());
      expect(swept).toEqual({ outcome: 'swept', resumed: 2, failed: 0, missing: 0 });
      expect(calls.map(({ what }) => what)).toEqual(['list', 'status', 'resume', 'status', 'resume']);
      expect(busiest()).toBeLessThanOrEqual(callsPerMinute);
      for (const [index, { at }] of calls.entries())
        expect(at - (calls[index - 1]?.at ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(10_000);
    });

    it('waits for the whole provider when it asks one call to, and says so', async () => {
      await suspend(24 * hour);
      retryAfterMs = 40_000;
      await bed.hub.reconciler.runDue();
      const others = [await suspend(24 * hour), await suspend(24 * hour)];
      await bed.hub.reconciler.runDue();
      expect(calls).toHaveLength(1);
      const metrics = await (await fetch(`${bed.hub.metricsUrl}/metrics`)).text();
      expect(metrics).toContain('madoguchi_hub_provider_pause_seconds 45');
      expect(metrics).toContain('madoguchi_hub_provider_wait_seconds 45');
      // What could not be called for was not marked as called, and lost none of its tries.
      const untouched = await bed.database.kysely
        .selectFrom('command')
        .select(['attempted_at', 'attempts'])
        .where(
          'id',
          'in',
          others.map(({ id }) => id),
        )
        .execute();
      expect(untouched).toEqual(Array(2).fill({ attempted_at: null, attempts: 0 }));
      retryAfterMs = null;
      for (let second = 0; second < 90 && (await states()).includes('accepted'); second += 1) {
        await bed.hub.reconciler.runDue();
        advance(1000);
      }
      expect(new Set(await states())).toEqual(new Set(['applied']));
      expect(calls[1]?.at).toBe(45_000);
    });
  });
}
