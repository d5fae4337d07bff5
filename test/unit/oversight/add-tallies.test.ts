import { describe, expect, it } from 'vitest';
import {
  addDepths,
  addTallies,
  depthsOf,
  emptyTally,
  minuteBarOf,
  percentile,
} from '../../../main/exchange/add-tallies.ts';

const hour = 3_600_000;

describe('figures', () => {
  it('put a case into the bar of its minutes', () => {
    expect([0, 59, 60, 119, 120, 299, 300, 3599, 3600, 90_000].map(minuteBarOf)).toEqual([
      0, 0, 1, 1, 2, 3, 4, 6, 7, 7,
    ]);
  });

  it('add counters’ days up, a day once, in order', () => {
    const of = (day: string, forgotten: number) => ({
      ...emptyTally(day),
      reasons: { forgotten },
      avoided: 1,
      secondsInAll: 30,
      minutes: emptyTally(day).minutes.map((_, bar) => (bar === 0 ? forgotten : 0)),
    });
    const sum = addTallies([of('2026-04-02', 1), of('2026-04-01', 2), of('2026-04-02', 4)]);
    expect(
      sum.map(({ day, reasons, avoided, secondsInAll, minutes }) => [
        day,
        reasons.forgotten,
        avoided,
        secondsInAll,
        minutes[0],
      ]),
    ).toEqual([
      ['2026-04-01', 2, 1, 30, 2],
      ['2026-04-02', 5, 2, 60, 5],
    ]);
  });

  it('tell the most that waited at once, hour by hour, and nothing of hours to come', () => {
    const spans = [
      { from: -hour, to: 0.5 * hour },
      { from: 0.25 * hour, to: 3.5 * hour },
      { from: 1.25 * hour, to: 1.5 * hour },
      { from: 1.5 * hour, to: 1.75 * hour },
      { from: 3 * hour, to: null },
    ];
    expect(depthsOf(spans, 0, 4.5 * hour).slice(0, 6)).toEqual([2, 2, 1, 2, 1, 0]);
    expect(
      addDepths(
        [
          { day: 'a', depths: Array(24).fill(1) },
          { day: 'b', depths: Array(24).fill(9) },
          { day: 'a', depths: Array(24).fill(2) },
        ],
        'a',
      )?.depths[5],
    ).toBe(3);
    expect(addDepths([], 'a')).toBeNull();
  });

  it('take percentiles by the nearest rank', () => {
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(
      percentile(
        Array.from({ length: 100 }, (_, index) => index + 1),
        0.95,
      ),
    ).toBe(95);
  });
});
