import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fadedStationFailures,
  judgeBackOff,
  maximumFailures,
  personWaitSeconds,
  stationWaitSeconds,
} from '../../../main/exchange/sign-in-back-off.ts';

const calm = { failures: 0, elapsedMs: 0 };

test('a person: five attempts are free, then 30 s doubling to an hour', () => {
  const waits = [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 99].map(personWaitSeconds);
  expect(waits).toEqual([0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
});

test('a station never waits more than a minute, however many fail', () => {
  expect([9, 10, 11, 12, 100_000].map(stationWaitSeconds)).toEqual([0, 30, 60, 60, 60]);
});

test('a station forgets one failure a minute', () => {
  expect(fadedStationFailures({ failures: 12, elapsedMs: 59_999 })).toBe(12);
  expect(fadedStationFailures({ failures: 12, elapsedMs: 180_000 })).toBe(9);
  expect(fadedStationFailures({ failures: 12, elapsedMs: 86_400_000 })).toBe(0);
});

describe('judging', () => {
  test('says how many free attempts are left', () => {
    expect(judgeBackOff(calm, calm)).toEqual({ state: 'free', freeAttemptsLeft: 5 });
    expect(judgeBackOff({ failures: 4, elapsedMs: 0 }, calm)).toEqual({ state: 'free', freeAttemptsLeft: 1 });
  });

  test('waits to the end of the wait and not longer', () => {
    expect(judgeBackOff({ failures: 5, elapsedMs: 29_001 }, calm)).toEqual({ state: 'wait', seconds: 1 });
    expect(judgeBackOff({ failures: 5, elapsedMs: 30_000 }, calm)).toEqual({
      state: 'free',
      freeAttemptsLeft: 0,
    });
  });

  test('the longer wait counts', () => {
    expect(judgeBackOff({ failures: 5, elapsedMs: 0 }, { failures: 12, elapsedMs: 10_000 })).toEqual({
      state: 'wait',
      seconds: 50,
    });
  });

  test('after 100 failures no time helps', () => {
    const person = { failures: maximumFailures, elapsedMs: 1e12 };
    expect(judgeBackOff(person, calm)).toEqual({ state: 'too-many' });
  });

  test('more failures or less time never let anybody in sooner', () => {
    const tally = fc.record({
      failures: fc.integer({ min: 0, max: 120 }),
      elapsedMs: fc.integer({ min: 0, max: 4e6 }),
    });
    const rank = (person: typeof calm, station: typeof calm) => {
      const verdict = judgeBackOff(person, station);
      if (verdict.state === 'free') return 0;
      return verdict.state === 'wait' ? verdict.seconds : Number.POSITIVE_INFINITY;
    };
    fc.assert(
      fc.property(tally, tally, fc.nat(20), fc.nat(1e6), (person, station, more, less) => {
        const worse = (one: typeof calm) => ({
          failures: one.failures + more,
          elapsedMs: Math.max(0, one.elapsedMs - less),
        });
        expect(rank(worse(person), station)).toBeGreaterThanOrEqual(rank(person, station));
        expect(rank(person, worse(station))).toBeGreaterThanOrEqual(rank(person, station));
      }),
    );
  });
});
