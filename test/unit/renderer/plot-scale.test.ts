import { describe, expect, it } from 'vitest';
import {
  bandsAlong,
  between,
  pointsAlong,
  tenfoldTicks,
  wholeTicks,
} from '../../../renderer/features/insight/plot-scale.ts';

describe('a plot’s scale', () => {
  it('lays bands of equal width along a line, with as much free at both ends as between them', () => {
    const { starts, width } = bandsAlong(4, 10, 95, 0.25);
    expect(starts).toEqual([15, 35, 55, 75]);
    expect(width).toBe(15);
    expect(bandsAlong(0, 0, 10, 0.25)).toMatchObject({ starts: [] });
  });

  it('puts points into the middle of equal parts', () => {
    expect(pointsAlong(2, 0, 100)).toEqual([25, 75]);
    expect(pointsAlong(1, 0, 100)).toEqual([50]);
  });

  it('shows whole round numbers from nothing to at least the most', () => {
    expect(wholeTicks(1, 4)).toEqual([0, 1]);
    expect(wholeTicks(3, 4)).toEqual([0, 1, 2, 3]);
    expect(wholeTicks(7, 4)).toEqual([0, 2, 4, 6, 8]);
    expect(wholeTicks(83, 4)).toEqual([0, 50, 100]);
    for (let most = 1; most < 5000; most += 7) {
      const ticks = wholeTicks(most, 4);
      expect(ticks.every(Number.isInteger)).toBe(true);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(7);
    }
  });

  it('shows powers of ten around all that there is, of one value too', () => {
    expect(tenfoldTicks(0.1, 90)).toEqual([0.1, 1, 10, 100]);
    expect(tenfoldTicks(1, 10)).toEqual([1, 10]);
    expect(tenfoldTicks(10, 10)).toEqual([10, 100]);
  });

  it('lays one range evenly over another, upside down too', () => {
    const up = between([0, 10], [200, 0]);
    expect([up(0), up(5), up(10)]).toEqual([200, 100, 0]);
  });
});
