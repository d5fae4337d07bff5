import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeFailedChecks,
  judgeVelocity,
  type SuspensionEvent,
} from '../../../main/exchange/judge-velocity.ts';

const minute = 60_000;
const zone = 'Asia/Tokyo';
/** Noon in Tokyo, and ten at night. */
const noon = Date.parse('2026-04-06T03:00:00.000Z');
const night = Date.parse('2026-04-06T13:00:00.000Z');
let people = 0;
const event = (at: number, change: Partial<SuspensionEvent> = {}): SuspensionEvent => {
  people += 1;
  return { at, operator: 'op-a', person: `p${people}`, station: 'c1', ...change };
};
const many = (count: number, from: number, apartMinutes: number, change: Partial<SuspensionEvent> = {}) =>
  Array.from({ length: count }, (_, index) => event(from + index * apartMinutes * minute, change));
const kinds = (events: readonly SuspensionEvent[], rules = {}) =>
  judgeVelocity(events, rules, zone).map(({ kind, subject, count }) => `${kind} ${subject} ${count}`);

describe('judgeFailedChecks', () => {
  const day = 24 * 60 * minute;
  const failed = (person: string, ...at: readonly number[]) => at.map((each) => ({ at: each, person }));
  const found = (checks: ReturnType<typeof failed>, rules = {}) =>
    judgeFailedChecks(checks, rules).map(({ subject, count, hours }) => `${subject} ${count} in ${hours}`);

  it('finds whom two counters turned away within a week, and nobody who was turned away once', () => {
    const twice = failed('p', noon + 6 * day, noon);
    expect(found([...failed('q', noon), ...twice])).toEqual(['p 2 in 168']);
    expect(found(failed('p', noon, noon + 7 * day))).toEqual([]);
    expect(found([...failed('p', noon), ...failed('q', noon)])).toEqual([]);
  });

  it('follows the policy where it says otherwise', () => {
    expect(found(failed('p', noon, noon + day), { failedChecks: 3 })).toEqual([]);
    expect(found(failed('p', noon, noon + day), { failedCheckHours: 24 })).toEqual([]);
    expect(found(failed('p', noon), { failedChecks: 1, failedCheckHours: 1 })).toEqual(['p 1 in 1']);
  });
});

describe('judgeVelocity', () => {
  it('finds one operator who is too fast by the default, at whatever counters', () => {
    const spread = many(8, noon, 5).map((one, index) => ({ ...one, station: `c${index}` }));
    expect(kinds(spread.slice(1))).toEqual([]);
    expect(kinds(spread)).toEqual(['operator op-a 8']);
    expect(kinds(many(8, noon, 9))).toEqual([]);
  });

  it('finds one person who comes too often, whoever serves them', () => {
    const twice = [
      event(noon, { person: 'p', operator: 'op-a' }),
      event(noon + 90 * minute, { person: 'p', operator: 'op-b', station: 'c2' }),
    ];
    expect(kinds(twice)).toEqual(['person p 2']);
    const nextDay = [twice[0]!, { ...twice[1]!, at: noon + 24 * 60 * minute }];
    expect(kinds(nextDay)).toEqual([]);
    expect(kinds(nextDay, { personHours: 48 })).toEqual(['person p 2']);
  });

  it('finds a counter that works at night, over midnight, and tells two nights apart', () => {
    const one = many(2, night + 90 * minute, 60).map((each, index) => ({ ...each, operator: `op-${index}` }));
    expect(kinds(one)).toEqual(['counter-night c1 2']);
    expect(kinds(one, { nightFrom: '23:50', nightTo: '00:10' })).toEqual([]);
    const twoNights = [event(night), event(night + 24 * 60 * minute)];
    expect(kinds(twoNights)).toEqual([]);
  });

  it('follows the policy where it says otherwise', () => {
    expect(kinds(many(3, noon, 1), { operatorPerHour: 3, counterPerHour: 3 })).toEqual([
      'operator op-a 3',
      'counter c1 3',
    ]);
    expect(kinds(many(12, noon, 1), { operatorPerHour: 100, counterPerHour: 100 })).toEqual([]);
  });

  it('calls a spree one, from its first to its last, and two that lie apart two', () => {
    const spree = many(20, noon, 3);
    const again = many(8, noon + 600 * minute, 1);
    const found = judgeVelocity([...spree, ...again], { counterPerNight: 1000, counterPerHour: 1000 }, zone);
    expect(found.map(({ count, from, to }) => [count, from, to])).toEqual([
      [20, noon, noon + 57 * minute],
      [8, noon + 600 * minute, noon + 607 * minute],
    ]);
  });

  it('alerts exactly when so many lie within the time, in whatever order they are given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 6 }),
        (minutes, limit) => {
          const events = minutes.map((at) => event(noon + at * minute));
          const found = judgeVelocity(
            events,
            { operatorPerHour: limit, counterPerHour: 1000, counterPerNight: 1000, perPerson: 1000 },
            zone,
          );
          const sorted = minutes.toSorted((one, other) => one - other);
          const expected = sorted.some((_, index) => {
            const last = sorted[index + limit - 1];
            return last !== undefined && last - (sorted[index] ?? 0) < 60;
          });
          expect(found.length > 0).toBe(expected);
          for (const { count } of found) expect(count).toBeGreaterThanOrEqual(limit);
        },
      ),
    );
  });
});
