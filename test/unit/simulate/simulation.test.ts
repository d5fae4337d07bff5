import { expect, it } from 'vitest';
import { capacityOf, loadOf } from '../../simulate/capacity.ts';
import { createEventQueue } from '../../simulate/event-queue.ts';
import { examWeek, minute, usualCosts } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulation.ts';

const small = (seed: number) => examWeek(seed, { mornings: 2, suspensionsPerMorning: 250 });

it('says the same for the same seed, and something else for another', () => {
  expect(simulate(small(7))).toEqual(simulate(small(7)));
  expect(simulate(small(7))).not.toEqual(simulate(small(8)));
});

it('ends everything, and keeps within the budget of calls, through outages and throttling (I2, I3)', () => {
  for (let seed = 1; seed <= 6; seed += 1) {
    const report = simulate(
      examWeek(seed, {
        mornings: 2,
        suspensionsPerMorning: 300,
        providerLimitPerMinute: 15,
        outages: [{ morning: 0, fromMs: 60 * minute, forMs: 10 * minute }],
      }),
    );
    expect(report.violations).toEqual([]);
    expect(report.mostCallsInAMinute).toBeLessThanOrEqual(report.scenario.callsPerMinute);
    expect(report.throttled).toBeGreaterThan(0);
  }
});

it('takes longer in an outage, and no longer than that', () => {
  const outage = { morning: 0, fromMs: 80 * minute, forMs: 20 * minute };
  const with20 = simulate(examWeek(3, { mornings: 1, offlineShare: 0, outages: [outage] }));
  const without = simulate(examWeek(3, { mornings: 1, offlineShare: 0, outages: [] }));
  expect(with20.applied.p99).toBeGreaterThan(10 * without.applied.p99);
  // The longest wait between tries comes on top.
  expect(with20.applied.most).toBeLessThan(20 * 60 + 6 * 60);
});

it('bears clocks that are a little wrong without delay, and takes nothing from one that is far out (I2)', () => {
  const calm = { mornings: 1, offlineShare: 0, outages: [] } as const;
  const right = simulate(examWeek(5, { ...calm, skewMs: 0 }));
  expect(simulate(examWeek(5, { ...calm, skewMs: 20_000 }))).toEqual(right);
  // One counter in a hundred is out by up to forty minutes.
  const wrong = simulate(examWeek(5, { ...calm, skewMs: 4 * minute }));
  expect(Object.keys(wrong.refusals)).toEqual(['clock/untrusted']);
  expect(wrong.refusals['clock/untrusted']).toBeLessThan(right.scenario.commands / 50);
  expect(wrong.scenario.commands).toBe(right.scenario.commands - (wrong.refusals['clock/untrusted'] ?? 0));
  expect(wrong.violations).toEqual([]);
});

it('needs twice the cores for twice the stations', () => {
  const one = loadOf(examWeek(1, { stations: 2_000 }), 0);
  const two = loadOf(examWeek(1, { stations: 4_000 }), 0);
  expect(two.hubCores).toBeCloseTo(2 * one.hubCores);
  expect(capacityOf(usualCosts.costs).hubStations).toBeGreaterThan(2_000);
});

it('lets things happen in the order of their times, then of their planning', () => {
  const events = createEventQueue(0);
  const seen: string[] = [];
  for (const [time, name] of [
    [5, 'c'],
    [1, 'a'],
    [5, 'd'],
    [3, 'b'],
  ] as const)
    events.at(time, () => seen.push(name));
  events.at(2, () => events.at(0, () => seen.push(`now ${events.nowMs}`)));
  events.run();
  expect(seen).toEqual(['a', 'now 2', 'b', 'c', 'd']);
});
