import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import { text } from '../writing.ts';

const dayMs = 86_400_000;

/** Days that the Act fixes by month and day. */
const fixed: Readonly<Record<string, LocalizedText>> = {
  '01-01': text('元日', 'New Year’s Day'),
  '02-11': text('建国記念の日', 'National Foundation Day'),
  '02-23': text('天皇誕生日', 'The Emperor’s Birthday'),
  '04-29': text('昭和の日', 'Showa Day'),
  '05-03': text('憲法記念日', 'Constitution Memorial Day'),
  '05-04': text('みどりの日', 'Greenery Day'),
  '05-05': text('こどもの日', 'Children’s Day'),
  '08-11': text('山の日', 'Mountain Day'),
  '11-03': text('文化の日', 'Culture Day'),
  '11-23': text('勤労感謝の日', 'Labour Thanksgiving Day'),
};

/** Days that it fixes as the second or third Monday of a month. */
const mondays: readonly { readonly month: string; readonly which: 2 | 3; readonly name: LocalizedText }[] = [
  { month: '01', which: 2, name: text('成人の日', 'Coming of Age Day') },
  { month: '07', which: 3, name: text('海の日', 'Marine Day') },
  { month: '09', which: 3, name: text('敬老の日', 'Respect for the Aged Day') },
  { month: '10', which: 2, name: text('スポーツの日', 'Sports Day') },
];

const vernal = text('春分の日', 'Vernal Equinox Day');
const autumnal = text('秋分の日', 'Autumnal Equinox Day');
const substitute = text('振替休日', 'Substitute holiday');
const between = text('国民の休日', 'Holiday between two holidays');

/**
 * The Japanese holiday that a date is, by its name; null for any other day.
 *
 * By the Act on National Holidays (国民の祝日に関する法律, Act No. 178 of 1948) as it has stood since 2022: its days
 * (Art. 2), the first day after a holiday on a Sunday that is no holiday itself (Art. 3 (2)), and the day between two
 * holidays (Art. 3 (3)). The equinoxes' dates are those of the customary approximation for 1980–2099; the Gazette
 * announces each in the February of the year before. What a later Act moves for one year, as in 2019–2021, is not known.
 *
 * @param date `YYYY-MM-DD`, of 2022 to 2099; null for any other year.
 */
export function japaneseHoliday(date: string): LocalizedText | null {
  const own = nationalHoliday(date);
  if (own !== null) return own;
  if (nationalHoliday(shifted(date, -1)) !== null && nationalHoliday(shifted(date, 1)) !== null)
    return between;
  for (let before = shifted(date, -1); nationalHoliday(before) !== null; before = shifted(before, -1)) {
    if (weekdayOf(before) === 0) return substitute;
  }
  return null;
}

/** A day of the Act's own list (Art. 2). */
function nationalHoliday(date: string): LocalizedText | null {
  const year = Number(date.slice(0, 4));
  if (year < 2022 || year > 2099) return null;
  const monthDay = date.slice(5);
  const day = Number(date.slice(8));
  if (monthDay === `03-${equinoxDay(year, 20.8431)}`) return vernal;
  if (monthDay === `09-${equinoxDay(year, 23.2488)}`) return autumnal;
  const monday = mondays.find(
    ({ month, which }) => date.slice(5, 7) === month && weekdayOf(date) === 1 && Math.ceil(day / 7) === which,
  );
  return monday?.name ?? fixed[monthDay] ?? null;
}

function equinoxDay(year: number, in1980: number): number {
  const since = year - 1980;
  return Math.floor(in1980 + 0.242194 * since) - Math.floor(since / 4);
}

/** 0 = Sunday. */
function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
