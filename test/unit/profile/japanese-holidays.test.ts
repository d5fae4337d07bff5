import { describe, expect, it } from 'vitest';
import { japaneseHoliday } from '../../../main/profile/shared/japanese-holidays.ts';

/** As the Cabinet Office announced them (内閣府「国民の祝日について」). */
const announced: Readonly<Record<string, string>> = {
  2024: '01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-22 09-23 10-14 11-03 11-04 11-23',
  2025: '01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24',
  2026: '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
  2027: '01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23',
};

function holidaysOf(year: number): readonly string[] {
  const days: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const date = new Date(at).toISOString().slice(0, 10);
    if (japaneseHoliday(date) !== null) days.push(date.slice(5));
  }
  return days;
}

describe('Japan’s holidays', () => {
  it.each(Object.entries(announced))('of %s', (year, days) => {
    expect(holidaysOf(Number(year))).toEqual(days.split(' '));
  });

  it.each([
    ['2026-03-20', '春分の日', 'Vernal Equinox Day'],
    ['2026-05-06', '振替休日', 'Substitute holiday'],
    ['2026-09-22', '国民の休日', 'Holiday between two holidays'],
    ['2026-11-23', '勤労感謝の日', 'Labour Thanksgiving Day'],
    ['2032-09-21', '国民の休日', 'Holiday between two holidays'],
  ])('%s is called %s', (date, ja, en) => expect(japaneseHoliday(date)).toEqual({ ja, en }));

  it('are sixteen in the Act, and never more than twenty-two a year', () => {
    for (let year = 2022; year < 2100; year += 1) {
      const count = holidaysOf(year).length;
      expect(count).toBeGreaterThanOrEqual(16);
      expect(count).toBeLessThanOrEqual(22);
    }
  });

  it('are not guessed at outside the years that the rule holds for', () => {
    expect(japaneseHoliday('2021-07-23')).toBeNull();
    expect(japaneseHoliday('2100-01-01')).toBeNull();
  });
});
