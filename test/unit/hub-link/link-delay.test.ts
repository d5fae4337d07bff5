import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkDelayMs } from '../../../main/agent/hub-link/link-delay.ts';

test('doubles from half a second to 30 s', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => linkDelayMs(failures, 1))).toEqual([
    500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ]);
});

test('lies anywhere in the upper half of that', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const delay = linkDelayMs(failures, random);
      const full = linkDelayMs(failures, 1);
      expect(delay).toBeGreaterThanOrEqual(full / 2);
      expect(delay).toBeLessThanOrEqual(full);
    }),
  );
});
