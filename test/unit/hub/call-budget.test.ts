import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCallBudget } from '../../../main/hub/reconcile/call-budget.ts';

const minute = 60_000;

/** Most of the instants that lie in one minute, wherever it begins. */
function busiestMinute(instants: readonly number[]): number {
  let first = 0;
  let most = 0;
  instants.forEach((instant, index) => {
    while ((instants[first] ?? instant) <= instant - minute) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

describe('the budget of calls', () => {
  it('never lets more through in any minute, however it is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 90_000, noNaN: true }), fc.nat(200)), {
          maxLength: 400,
        }),
        fc.nat(1_000_000),
        (callsPerMinute, pauses, start) => {
          let time = start;
          const budget = createCallBudget(callsPerMinute, () => time);
          const instants: number[] = [];
          for (const pause of pauses) {
            time += pause;
            while (budget.take()) instants.push(time);
          }
          expect(busiestMinute(instants)).toBeLessThanOrEqual(callsPerMinute);
        },
      ),
    );
  });

  it('gives a caller who waits as long as it says its call, and nine tenths of the budget in the long run', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), (callsPerMinute) => {
        let time = 0;
        const budget = createCallBudget(callsPerMinute, () => time);
        let calls = 0;
        while (time < 10 * minute) {
          expect(budget.take()).toBe(true);
          calls += 1;
          time += budget.waitMs();
        }
        // Waits are whole milliseconds, of which a fast budget loses some.
        expect(calls).toBeGreaterThanOrEqual(Math.floor(8.5 * callsPerMinute));
      }),
      { numRuns: 8 },
    );
  });

  it('says how many calls it has, and saves no more than a burst', () => {
    let time = 0;
    const budget = createCallBudget(20, () => time);
    time = 10 * minute;
    expect(budget.available()).toBe(3);
    expect([1, 2, 3, 4].map(() => budget.take())).toEqual([true, true, true, false]);
    expect(budget.available()).toBe(0);
    time += budget.waitMs() - 1;
    expect(budget.available()).toBe(0);
    time += 1;
    expect(budget.available()).toBe(1);
  });
});
