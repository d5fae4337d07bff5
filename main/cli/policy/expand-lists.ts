import { dayAfter, isDate } from './local-date.ts';

const weekdays: Readonly<Record<string, number>> = {
  mon: 1,
  tue: 2,
  wed: 3,
  thu: 4,
  fri: 5,
  sat: 6,
  sun: 7,
  月: 1,
  火: 2,
  水: 3,
  木: 4,
  金: 5,
  土: 6,
  日: 7,
};
const dayName = '(?:mon|tue|wed|thu|fri|sat|sun|[月火水木金土日])';

/** `daily`, or days and runs of days: `mon-fri`, `mon,wed,fri-sun`, `月-金`, `毎日`. */
export const daysPattern = new RegExp(
  `^(?:daily|毎日|${dayName}(?:-${dayName})?(?:,${dayName}(?:-${dayName})?)*)$`,
);
/** Days, then a span: `mon-fri 08:00-22:00`. An end that is not after its start lies on the next day. */
export const hoursPattern = new RegExp(
  `^(?:daily|毎日|${dayName}[a-z月火水木金土日,-]*) (?:[01]\\d|2[0-3]):[0-5]\\d-(?:(?:[01]\\d|2[0-3]):[0-5]\\d|24:00)$`,
);

/** Weekdays as ISO numbers, in order and once each. A run may go over Sunday. Null when it is no such text. */
export function weekdaysOf(text: string): readonly number[] | null {
  if (!daysPattern.test(text)) return null;
  if (text === 'daily' || text === '毎日') return [1, 2, 3, 4, 5, 6, 7];
  const days = text.split(',').flatMap((run) => {
    const [first = '', last = first] = run.split('-');
    const from = weekdays[first] ?? 1;
    const length = ((weekdays[last] ?? from) - from + 7) % 7;
    return Array.from({ length: length + 1 }, (_, index) => ((from - 1 + index) % 7) + 1);
  });
  return [...new Set(days)].sort((one, other) => one - other);
}

export interface HourSpan {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** A span that ends before it starts goes on into the next day: two spans, which is what the policy knows. */
export function withoutMidnight(span: HourSpan): readonly HourSpan[] {
  if (span.to >= span.from) return [span];
  const nextDays = span.days.map((day) => (day % 7) + 1).sort((one, other) => one - other);
  const evening = { ...span, to: '24:00' };
  return span.to === '00:00' ? [evening] : [evening, { days: nextDays, from: '00:00', to: span.to }];
}

/** Reads `mon-fri 08:00-22:00`; null when it is no such text. */
export function hoursOf(text: string): readonly HourSpan[] | null {
  const [names = '', times = ''] = text.split(' ');
  const days = weekdaysOf(names);
  if (days === null || !hoursPattern.test(text)) return null;
  const [from = '', to = ''] = times.split('-');
  return withoutMidnight({ days, from, to });
}

/** `2026-08-11`, or a run of days with both ends: `2026-08-11/2026-08-16`. */
export const datesPattern = /^\d{4}-\d{2}-\d{2}(?:\/\d{4}-\d{2}-\d{2})?$/;

/** The dates of a run, at most 400; null when it is none. */
export function datesOf(text: string): readonly string[] | null {
  const [first = '', last = first] = text.split('/');
  if (!datesPattern.test(text) || !isDate(first) || !isDate(last) || last < first) return null;
  const dates: string[] = [];
  for (let date = first; date <= last; date = dayAfter(date)) {
    if (dates.length === 400) return null;
    dates.push(date);
  }
  return dates;
}

/** A station's name, or a numbered run: `pc-[01-40]` is `pc-01` to `pc-40`, `pc-[1-40]` is `pc-1` to `pc-40`. */
export const stationsPattern =
  /^(?=.{1,80}$)[A-Za-z0-9][A-Za-z0-9._-]*(?:\[\d{1,4}-\d{1,4}\][A-Za-z0-9._-]*)?$/;

/** The names of a run; null where it runs backwards, has more than 2000, or its ends differ in length with a leading 0. */
export function stationsOf(text: string): readonly string[] | null {
  const [, before = '', first, last, after = ''] = /^([^[]*)\[(\d+)-(\d+)\](.*)$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return [text];
  const from = Number(first);
  const to = Number(last);
  if (to < from || to - from >= 2000 || (first.startsWith('0') && first.length !== last.length)) return null;
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `${before}${String(from + index).padStart(first.length, '0')}${after}`,
  );
}

/** The same names in the fewest words: `pc-[01-40] desk`, as {@link stationsOf} reads them. */
export function stationRuns(names: readonly string[]): readonly string[] {
  const runs: { before: string; width: number; first: number; last: number; text: string }[] = [];
  for (const text of names) {
    const [, before = '', digits = ''] = /^(.*?)(\d{0,4})$/.exec(text) ?? [];
    const run = runs.at(-1);
    const number = Number(digits);
    const follows = run !== undefined && digits !== '' && run.before === before && number === run.last + 1;
    if (follows && run.width === digits.length) run.last = number;
    else runs.push({ before, width: digits.length, first: number, last: number, text });
  }
  const padded = (number: number, width: number) => String(number).padStart(width, '0');
  return runs.map(({ before, width, first, last, text }) =>
    first === last ? text : `${before}[${padded(first, width)}-${padded(last, width)}]`,
  );
}
