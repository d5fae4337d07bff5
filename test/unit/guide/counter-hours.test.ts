import { describe, expect, it } from 'vitest';
import { counterStanding, zoneOffsetMinutes } from '../../../main/agent/guide/counter-hours.ts';
import { localMoment, minuteOfDay } from '../../../main/exchange/local-moment.ts';
import { closureOn } from '../../../main/profile/closed-day.ts';
import { profiles } from '../../../main/profile/profiles.ts';

const weekdays = [1, 2, 3, 4, 5];
const hours = [
  { days: weekdays, from: '09:00', to: '12:00' },
  { days: weekdays, from: '13:00', to: '17:00' },
  { days: [6], from: '10:00', to: '15:00' },
];
const never = { nationalHolidays: false, yearly: [] };
const office = {
  nationalHolidays: true,
  yearly: [{ from: '12-29', to: '01-03', label: { ja: '年末年始', en: 'New Year' } }],
};
/** Times of Japan. 2026-04-06 is a Monday. */
const standing = (at: string, given: typeof hours = hours, closures: typeof office = never) =>
  counterStanding(given, closures, new Date(`${at}+09:00`), 'Asia/Tokyo');

describe('a counter’s opening', () => {
  it.each([
    ['2026-04-06T08:59', false, null, { day: '2026-04-06', from: '09:00' }],
    ['2026-04-06T09:00', true, '12:00', { day: '2026-04-06', from: '13:00' }],
    ['2026-04-06T11:59', true, '12:00', { day: '2026-04-06', from: '13:00' }],
    ['2026-04-06T12:00', false, null, { day: '2026-04-06', from: '13:00' }],
    ['2026-04-06T16:59', true, '17:00', { day: '2026-04-07', from: '09:00' }],
    ['2026-04-10T17:00', false, null, { day: '2026-04-11', from: '10:00' }],
    ['2026-04-11T12:00', true, '15:00', { day: '2026-04-13', from: '09:00' }],
    ['2026-04-12T12:00', false, null, { day: '2026-04-13', from: '09:00' }],
  ])('at %s: open %s until %s', (at, open, closesAt, next) => {
    expect(standing(at)).toMatchObject({ open, closesAt, next });
  });

  it('is judged by the day of its own time zone', () => {
    // Sunday 23:30 in UTC is Monday morning in Japan.
    const at = new Date('2026-04-05T23:30:00Z');
    expect(counterStanding(hours, never, at, 'Asia/Tokyo')).toMatchObject({
      open: false,
      next: { day: '2026-04-06', from: '09:00' },
    });
    expect(counterStanding(hours, never, new Date('2026-04-06T00:30:00Z'), 'Asia/Tokyo').open).toBe(true);
    expect(counterStanding(hours, never, new Date('2026-04-06T00:30:00Z'), 'Europe/London').open).toBe(false);
  });

  it('goes on where hours touch, and to the end of the day', () => {
    const touching = [
      { days: weekdays, from: '09:00', to: '12:00' },
      { days: weekdays, from: '12:00', to: '24:00' },
    ];
    expect(standing('2026-04-06T11:00', touching)).toMatchObject({ open: true, closesAt: '24:00' });
    expect(standing('2026-04-06T23:59', touching)).toMatchObject({ open: true, closesAt: '24:00' });
    expect(standing('2026-04-07T00:00', touching).open).toBe(false);
  });

  it('comes a week later where a counter opens on one day, and never without hours', () => {
    const monday = [{ days: [1], from: '09:00', to: '10:00' }];
    expect(standing('2026-04-06T10:00', monday).next).toEqual({ day: '2026-04-13', from: '09:00' });
    expect(standing('2026-04-06T10:00', [])).toEqual({
      open: false,
      closesAt: null,
      today: [],
      closure: null,
      next: null,
    });
  });

  it.each([
    ['2026-09-18T17:00', null, '2026-09-19'], // Friday evening: Saturday is open
    ['2026-09-19T15:00', null, '2026-09-24'], // then Sunday, and three holidays in a row
    ['2026-09-22T10:00', 'Holiday between two holidays', '2026-09-24'],
    ['2026-05-06T10:00', 'Substitute holiday', '2026-05-07'],
    ['2026-12-28T17:00', null, '2027-01-04'],
    ['2026-12-31T10:00', 'New Year', '2027-01-04'],
    ['2027-01-01T10:00', 'New Year', '2027-01-04'],
    ['2027-01-10T10:00', null, '2027-01-12'], // a Sunday has no hours to lose; Monday is Coming of Age Day
  ])('at %s it is closed (%s), and opens on %s', (at, closure, day) => {
    const { open, closure: told, next, today } = standing(at, hours, office);
    expect(open).toBe(false);
    expect(told?.en ?? null).toBe(closure);
    expect(next?.day).toBe(day);
    if (closure !== null) expect(today).toEqual([]);
  });

  it('agrees with its hours and closed days at every half hour of two weeks, at every institution', () => {
    for (const { counters, closures, timeZone } of profiles) {
      for (const counter of counters) {
        for (let step = 0; step < 14 * 48; step += 1) {
          const at = new Date(Date.UTC(2026, 3, 20) + step * 1_800_000);
          const { date, weekday, minuteOfDay: minute } = localMoment(at, timeZone)!;
          const open =
            closureOn(closures, date) === null &&
            counter.hours.some(
              ({ days, from, to }) =>
                days.includes(weekday) && minuteOfDay(from) <= minute && minute < minuteOfDay(to),
            );
          const judged = counterStanding(counter.hours, closures, at, timeZone);
          expect(judged.open).toBe(open);
          if (judged.next === null) continue;
          const { day, from } = judged.next;
          expect(day > date || (day === date && minuteOfDay(from) > minute)).toBe(true);
          expect(closureOn(closures, day)).toBeNull();
        }
      }
    }
  });

  it('knows how far a zone is from UTC, seasons included', () => {
    expect(zoneOffsetMinutes(new Date('2026-04-06T12:00:30Z'), 'Asia/Tokyo')).toBe(540);
    expect(zoneOffsetMinutes(new Date('2026-01-06T12:00:00Z'), 'America/New_York')).toBe(-300);
    expect(zoneOffsetMinutes(new Date('2026-07-06T12:00:00Z'), 'America/New_York')).toBe(-240);
  });
});
