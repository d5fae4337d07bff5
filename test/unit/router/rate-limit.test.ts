import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimit } from '../../../main/agent/rate-limit.ts';

test('gives the burst at once, then as many as the time allows', () => {
  let now = 5000;
  const allowed = createRateLimit({ burst: 3, perSecond: 2 }, () => now);
  expect([allowed(), allowed(), allowed(), allowed()]).toEqual([true, true, true, false]);
  now += 499;
  expect(allowed()).toBe(false);
  now += 1;
  expect([allowed(), allowed()]).toEqual([true, false]);
  now += 3_600_000;
  expect([allowed(), allowed(), allowed(), allowed()]).toEqual([true, true, true, false]);
});

test('never gives more than burst plus the refill, whatever the rhythm (I9)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 200 }),
      (burst, perSecond, pauses) => {
        let now = 0;
        const allowed = createRateLimit({ burst, perSecond }, () => now);
        let given = 0;
        for (const pause of pauses) {
          now += pause;
          if (allowed()) given += 1;
        }
        expect(given).toBeLessThanOrEqual(burst + (now / 1000) * perSecond + 1e-6);
      },
    ),
  );
});
