import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BootMoment,
  createStationBoot,
  elapsedAtLeastMs,
  isSameBoot,
} from '../../../main/agent/session/boot-moment.ts';

function moment(changes: Partial<BootMoment>): BootMoment {
  return { boot: 'one', uptimeMs: 1_000_000, trustedAt: null, seenAt: 5_000_000_000, ...changes };
}

describe('what has certainly passed', () => {
  test('within a boot, the uptime says it, whatever the wall clock does', () => {
    for (const seenAt of [0, 5_000_000_000, 9_000_000_000]) {
      expect(elapsedAtLeastMs(moment({}), moment({ uptimeMs: 1_030_000, seenAt }))).toBe(30_000);
    }
  });

  test('after another boot, the new uptime', () => {
    expect(elapsedAtLeastMs(moment({}), moment({ boot: 'two', uptimeMs: 20_000 }))).toBe(20_000);
    expect(elapsedAtLeastMs(moment({}), moment({ boot: 'two', uptimeMs: 9_000_000 }))).toBe(9_000_000);
  });

  test('trusted time at both ends may know of more; at one end it knows nothing', () => {
    const since = moment({ trustedAt: 1_000 });
    expect(elapsedAtLeastMs(since, moment({ boot: 'two', uptimeMs: 5, trustedAt: 3_601_000 }))).toBe(
      3_600_000,
    );
    expect(elapsedAtLeastMs(since, moment({ boot: 'two', uptimeMs: 5 }))).toBe(5);
    expect(elapsedAtLeastMs(moment({}), moment({ boot: 'two', uptimeMs: 5, trustedAt: 9_999_999 }))).toBe(5);
  });

  test('is never more than what passed, with or without boot ids, across any number of boots', () => {
    const gap = fc.integer({ min: 0, max: 1e8 });
    fc.assert(
      fc.property(
        fc.boolean(),
        gap,
        gap,
        fc.option(gap),
        fc.boolean(),
        fc.integer(),
        (hasIds, upBefore, passed, bootedAgo, trusted, clockError) => {
          const rebooted = bootedAgo !== null && bootedAgo <= passed;
          const since = moment({
            boot: hasIds ? 'one' : null,
            uptimeMs: upBefore,
            trustedAt: trusted ? 1e9 : null,
            seenAt: 1e9,
          });
          const now = moment({
            boot: hasIds ? (rebooted ? 'two' : 'one') : null,
            uptimeMs: rebooted ? bootedAgo : upBefore + passed,
            trustedAt: trusted ? 1e9 + passed : null,
            seenAt: 1e9 + passed + clockError,
          });
          const known = elapsedAtLeastMs(since, now);
          expect(known).toBeLessThanOrEqual(passed);
          if (!rebooted) expect(known).toBe(passed);
        },
      ),
    );
  });
});

describe('the same boot', () => {
  test('by id where there is one', () => {
    expect(isSameBoot(moment({}), moment({ seenAt: 0 }))).toBe(true);
    expect(isSameBoot(moment({}), moment({ boot: 'two' }))).toBe(false);
    expect(isSameBoot(moment({}), moment({ boot: null }))).toBe(false);
  });

  test('without ids, by uptime and the instant of the boot; a doubt is a no', () => {
    const since = moment({ boot: null });
    const later = (uptimeMs: number, seenAt: number) => moment({ boot: null, uptimeMs, seenAt });
    expect(isSameBoot(since, later(1_060_000, 5_000_060_000))).toBe(true);
    expect(isSameBoot(since, later(20_000, 5_000_060_000))).toBe(false);
    expect(isSameBoot(since, later(2_000_000, 5_009_000_000))).toBe(false);
  });
});

test('this machine: an id where the system has one, and an uptime that moves on', () => {
  const boot = createStationBoot();
  if (process.platform === 'linux') expect(boot.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(boot.uptimeMs()).toBeGreaterThan(0);
  const without = createStationBoot(() => {
    throw new Error('ENOENT');
  });
  expect(without.id).toBeNull();
});
