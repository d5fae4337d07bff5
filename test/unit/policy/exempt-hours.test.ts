import { describe, expect, test } from 'vitest';
import { exemptHoursUntil } from '../../../main/agent/policy/exempt-hours.ts';
import { localMoment } from '../../../main/exchange/local-moment.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];

function untilAt(at: string, timeZone: string, from: string, to: string, days = everyDay): string | null {
  const local = localMoment(new Date(at), timeZone);
  return local === null ? null : exemptHoursUntil(local, [{ days, from, to }]);
}

describe('the wall clock of a time zone', () => {
  test.each([
    ['2025-06-10T01:30:00.000Z', 'Asia/Tokyo', { date: '2025-06-10', weekday: 2, minuteOfDay: 630 }],
    ['2025-06-08T15:00:00.000Z', 'Asia/Tokyo', { date: '2025-06-09', weekday: 1, minuteOfDay: 0 }],
    ['2025-06-08T14:59:59.999Z', 'Asia/Tokyo', { date: '2025-06-08', weekday: 7, minuteOfDay: 1439 }],
    ['2025-01-10T12:00:00.000Z', 'Europe/London', { date: '2025-01-10', weekday: 5, minuteOfDay: 720 }],
    ['2025-07-10T12:00:00.000Z', 'Europe/London', { date: '2025-07-10', weekday: 4, minuteOfDay: 780 }],
    // Lord Howe moves its clock by half an hour: UTC+10:30 in winter, UTC+11 in summer.
    ['2025-07-10T00:00:00.000Z', 'Australia/Lord_Howe', { date: '2025-07-10', weekday: 4, minuteOfDay: 630 }],
    ['2025-12-10T00:00:00.000Z', 'Australia/Lord_Howe', { date: '2025-12-10', weekday: 3, minuteOfDay: 660 }],
  ])('%s in %s', (at, timeZone, expected) => {
    expect(localMoment(new Date(at), timeZone)).toEqual(expected);
  });

  test('an unknown time zone has none', () => {
    expect(localMoment(new Date(), 'Asia/Atlantis')).toBeNull();
  });
});

describe('hours', () => {
  test('the start is inside, the end is not', () => {
    expect(untilAt('2025-06-09T23:00:00.000Z', 'Asia/Tokyo', '08:00', '22:00')).toBe('22:00');
    expect(untilAt('2025-06-09T22:59:59.999Z', 'Asia/Tokyo', '08:00', '22:00')).toBeNull();
    expect(untilAt('2025-06-10T12:59:59.999Z', 'Asia/Tokyo', '08:00', '22:00')).toBe('22:00');
    expect(untilAt('2025-06-10T13:00:00.000Z', 'Asia/Tokyo', '08:00', '22:00')).toBeNull();
  });

  test('24:00 is the end of the day; a span that does not end after its start covers nothing', () => {
    expect(untilAt('2025-06-10T14:59:00.000Z', 'Asia/Tokyo', '00:00', '24:00')).toBe('24:00');
    expect(untilAt('2025-06-10T14:59:00.000Z', 'Asia/Tokyo', '22:00', '06:00')).toBeNull();
    expect(untilAt('2025-06-10T01:00:00.000Z', 'Asia/Tokyo', '00:00', '00:00')).toBeNull();
  });

  test('the weekday is that of the time zone, not of UTC', () => {
    expect(untilAt('2025-06-08T23:30:00.000Z', 'Asia/Tokyo', '08:00', '22:00', [1])).toBe('22:00');
    expect(untilAt('2025-06-08T23:30:00.000Z', 'UTC', '08:00', '24:00', [1])).toBeNull();
  });

  test('opening time follows daylight saving: 08:00 in New York is 13:00 UTC in winter and 12:00 in summer', () => {
    for (const [before, opening] of [
      ['2025-03-08T12:59:00.000Z', '2025-03-08T13:00:00.000Z'],
      ['2025-03-09T11:59:00.000Z', '2025-03-09T12:00:00.000Z'],
    ] as const) {
      expect(untilAt(before, 'America/New_York', '08:00', '22:00')).toBeNull();
      expect(untilAt(opening, 'America/New_York', '08:00', '22:00')).toBe('22:00');
    }
  });

  test('both passes of the hour that autumn repeats are that hour', () => {
    expect(untilAt('2025-11-02T05:30:00.000Z', 'America/New_York', '01:00', '02:00')).toBe('02:00');
    expect(untilAt('2025-11-02T06:30:00.000Z', 'America/New_York', '01:00', '02:00')).toBe('02:00');
    expect(untilAt('2025-11-02T07:30:00.000Z', 'America/New_York', '01:00', '02:00')).toBeNull();
  });

  test('of spans that overlap, the latest end is told', () => {
    const local = localMoment(new Date('2025-06-10T01:30:00.000Z'), 'Asia/Tokyo')!;
    const hours = [
      { days: [2], from: '08:00', to: '12:00' },
      { days: [2], from: '10:00', to: '24:00' },
      { days: [2], from: '10:00', to: '11:00' },
    ];
    expect(exemptHoursUntil(local, hours)).toBe('24:00');
  });

  test('spans that touch are one; a gap ends it', () => {
    const hours = [
      { days: [2], from: '08:00', to: '12:00' },
      { days: [2], from: '12:00', to: '13:00' },
      { days: [2], from: '13:01', to: '15:00' },
    ];
    const local = localMoment(new Date('2025-06-10T01:30:00.000Z'), 'Asia/Tokyo')!;
    expect(exemptHoursUntil(local, hours)).toBe('13:00');
  });
});
