import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reconnectDelayMs } from '../../../main/electron/reconnect-delay.ts';

test('doubles from 100 ms to 5 s', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 60].map((failures) => reconnectDelayMs(failures, 0))).toEqual([
    100, 200, 400, 800, 1600, 3200, 5000, 5000,
  ]);
});

test('is shortened by up to a half at random, and never leaves its bounds', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const delay = reconnectDelayMs(failures, random);
      const full = reconnectDelayMs(failures, 0);
      expect(delay).toBeGreaterThanOrEqual(Math.max(50, full / 2));
      expect(delay).toBeLessThanOrEqual(Math.min(5000, full));
    }),
  );
});
