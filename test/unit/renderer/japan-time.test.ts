import { describe, expect, it } from 'vitest';
import { calendarDay, clockTime, fullDay, shortDay } from '../../../renderer/app/japan-time.ts';

const hour = 3_600_000;
/** Every 37 hours of two years, one of them a leap year: all weekdays, both ends of each month. */
const moments = Array.from(
  { length: 480 },
  (_, index) => Date.parse('2027-01-01T14:59:30Z') + index * 37 * hour,
);

function byIntl(options: Intl.DateTimeFormatOptions): (at: number) => string {
  const format = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo', hourCycle: 'h23', ...options });
  return (at) => format.format(at);
}

describe('Japanese dates that are written without Intl', () => {
  const year = { year: 'numeric', month: 'long', day: 'numeric' } as const;
  it.each([
    ['fullDay', fullDay, byIntl({ ...year, weekday: 'short' })],
    ['calendarDay', calendarDay, byIntl(year)],
    ['shortDay', shortDay, byIntl({ month: 'short', day: 'numeric', weekday: 'short' })],
    ['clockTime', clockTime, byIntl({ hour: '2-digit', minute: '2-digit' })],
  ] as const)('%s says what Intl says', (_name, ours, theirs) => {
    expect(moments.map((at) => ours(at, 'ja'))).toEqual(moments.map(theirs));
  });
});
