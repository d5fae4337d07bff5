import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assumedLockOut,
  type BackOff,
  effectiveFailures,
  type FailureTally,
  freeAttempts,
  judgeBackOff,
  maximumFailures,
  mostWithinWindow,
  nothingShared,
  type SharedTally,
} from '../../../main/exchange/sign-in-back-off.ts';

const calm: FailureTally = { failures: 0, elapsedMs: 0 };
const minute = 60_000;
const day = 24 * 60 * minute;
const lockOut = fc.record({
  failures: fc.integer({ min: 4, max: 30 }),
  minutes: fc.integer({ min: 1, max: 120 }),
});

const secondsOf = (verdict: BackOff) =>
  verdict.state === 'free' ? 0 : verdict.state === 'wait' ? verdict.seconds : Number.POSITIVE_INFINITY;

test('the next computer gives no new five attempts: four failures elsewhere leave one', () => {
  const left = [0, 1, 2, 3, 4, 5].map((elsewhere) =>
    judgeBackOff(calm, calm, { elsewhere, total: elsewhere, elapsedMs: 0 }),
  );
  expect(left).toEqual([5, 4, 3, 2, 1, 1].map((freeAttemptsLeft) => ({ state: 'free', freeAttemptsLeft })));
  const shared = { elsewhere: 5, total: 6, elapsedMs: 0 };
  expect(judgeBackOff({ failures: 1, elapsedMs: 0 }, calm, shared)).toEqual({ state: 'wait', seconds: 30 });
});

test('what failed elsewhere is forgotten after a day; a hundred together are not', () => {
  expect(judgeBackOff(calm, calm, { elsewhere: 7, total: 99, elapsedMs: day })).toEqual({
    state: 'free',
    freeAttemptsLeft: 5,
  });
  expect(judgeBackOff(calm, calm, { elsewhere: 0, total: 100, elapsedMs: 400 * day })).toEqual({
    state: 'too-many',
  });
});

test('below the directory’s lock-out the person waits until the last failure has left its window', () => {
  const shared = { elsewhere: 8, total: 8, elapsedMs: 10 * minute };
  expect(mostWithinWindow(assumedLockOut)).toBe(8);
  expect(judgeBackOff(calm, calm, shared)).toEqual({ state: 'wait', seconds: 20 * 60 });
  expect(judgeBackOff(calm, calm, { ...shared, elapsedMs: 30 * minute })).toMatchObject({ state: 'free' });
  expect(judgeBackOff(calm, calm, shared, { failures: 50, minutes: 30 })).toMatchObject({ state: 'free' });
});

describe('properties', () => {
  const tally = fc.record({
    failures: fc.integer({ min: 0, max: 99 }),
    elapsedMs: fc.integer({ min: 0, max: 2 * day }),
  });
  const shared = fc.record({
    elsewhere: fc.integer({ min: 0, max: 99 }),
    total: fc.integer({ min: 0, max: 99 }),
    elapsedMs: fc.integer({ min: 0, max: 2 * day }),
  });

  test('what others did elsewhere never takes the first attempt at a station, below the lock-out', () => {
    fc.assert(
      fc.property(shared, lockOut, (told, limit) => {
        fc.pre(told.elsewhere < mostWithinWindow(limit) || told.elapsedMs >= limit.minutes * minute);
        expect(judgeBackOff(calm, calm, told, limit)).toMatchObject({ state: 'free' });
      }),
    );
  });

  test('…and at the lock-out it costs its window at most', () => {
    fc.assert(
      fc.property(shared, lockOut, (told, limit) => {
        expect(secondsOf(judgeBackOff(calm, calm, told, limit))).toBeLessThanOrEqual(limit.minutes * 60);
      }),
    );
  });

  test('it narrows as four failures here would, never more', () => {
    fc.assert(
      fc.property(tally, shared, (person, told) => {
        const effective = effectiveFailures(person, told);
        expect(effective).toBeGreaterThanOrEqual(person.failures);
        expect(effective).toBeLessThanOrEqual(person.failures + freeAttempts - 1);
      }),
    );
  });

  test('knowing more of other stations never lets anybody in sooner', () => {
    fc.assert(
      fc.property(tally, shared, lockOut, fc.nat(20), fc.nat(day), (person, told, limit, more, less) => {
        const worse: SharedTally = {
          elsewhere: told.elsewhere + more,
          total: told.total + more,
          elapsedMs: Math.max(0, told.elapsedMs - less),
        };
        const wait = (one: SharedTally) => secondsOf(judgeBackOff(person, calm, one, limit));
        expect(wait(worse)).toBeGreaterThanOrEqual(wait(told));
      }),
    );
  });

  test('a room cannot be locked: without failures of their own nobody waits longer than a minute for others at it', () => {
    fc.assert(
      fc.property(tally, (station) => {
        expect(
          secondsOf(judgeBackOff(calm, { ...station, failures: station.failures * 100 })),
        ).toBeLessThanOrEqual(60);
      }),
    );
  });
});

/**
 * A classmate who walks from computer to computer and types wrong passwords in somebody's name as soon as each lets them,
 * as the stations and the hub count.
 */
function walk(
  limit: { readonly failures: number; readonly minutes: number },
  steps: readonly { readonly station: number; readonly waitMs: number }[],
  tells: boolean,
): { readonly asked: readonly number[]; readonly byStation: ReadonlyMap<number, number> } {
  const local = new Map<number, { failures: number; at: number }>();
  const asked: number[] = [];
  let now = 0;
  for (const { station, waitMs } of steps) {
    now += waitMs;
    const here = local.get(station);
    const person = here === undefined ? calm : { failures: here.failures, elapsedMs: now - here.at };
    const others = [...local]
      .filter(([id, one]) => id !== station && now - one.at < day)
      .map(([, one]) => one);
    const together = [...local.values()].reduce((sum, { failures }) => sum + failures, 0);
    // The hub tells nobody of less than three.
    const told: SharedTally =
      tells && together >= 3
        ? {
            elsewhere: others.reduce((sum, { failures }) => sum + failures, 0),
            total: together,
            elapsedMs: others.length === 0 ? 0 : now - Math.max(...others.map(({ at }) => at)),
          }
        : nothingShared;
    if (judgeBackOff(person, calm, told, limit).state !== 'free') continue;
    asked.push(now);
    local.set(station, { failures: person.failures + 1, at: now });
  }
  return { asked, byStation: new Map([...local].map(([id, { failures }]) => [id, failures])) };
}

function mostInAnyWindow(times: readonly number[], windowMs: number): number {
  return Math.max(0, ...times.map((end) => times.filter((at) => at <= end && at > end - windowMs).length));
}

describe('a classmate who fails on purpose', () => {
  const steps = fc.array(
    fc.record({
      station: fc.integer({ min: 0, max: 40 }),
      waitMs: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 90 * minute })),
    }),
    { maxLength: 300 },
  );

  test('never reaches the directory’s lock-out, at however many computers', () => {
    fc.assert(
      fc.property(steps, lockOut, (walked, limit) => {
        const { asked } = walk(limit, walked, true);
        expect(mostInAnyWindow(asked, limit.minutes * minute)).toBeLessThan(limit.failures);
      }),
      { numRuns: 300 },
    );
  });

  test('nor at one computer without a hub', () => {
    fc.assert(
      fc.property(steps, lockOut, (walked, limit) => {
        const { asked } = walk(
          limit,
          walked.map((step) => ({ ...step, station: 0 })),
          false,
        );
        expect(mostInAnyWindow(asked, limit.minutes * minute)).toBeLessThan(limit.failures);
      }),
      { numRuns: 300 },
    );
  });

  test('a hundred together end it until the counter', () => {
    fc.assert(
      fc.property(steps, (walked) => {
        const patient = walked.map((step) => ({ ...step, waitMs: step.waitMs + 3 * 60 * minute }));
        const { byStation } = walk({ failures: 100, minutes: 1 }, patient, true);
        const together = [...byStation.values()].reduce((sum, failures) => sum + failures, 0);
        expect(together).toBeLessThanOrEqual(maximumFailures);
      }),
    );
  });
});
