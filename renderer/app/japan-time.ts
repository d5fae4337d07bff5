import type { Language } from '../../preload/contract/models/base.ts';

/**
 * Everything on screen is in Japan time, whatever zone the machine is set to. Japan keeps +09:00 all year, and what the first
 * screen says in Japanese is written without `Intl`, whose first format takes as long as a frame.
 */
const timeZone = 'Asia/Tokyo';
const locales = { ja: 'ja-JP', en: 'en-GB' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locales[language], { timeZone, hourCycle: 'h23', ...options });
  formats.set(key, made);
  return made;
}

const weekdays = '日月火水木金土';

interface JapaneseDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: string;
}

function japaneseDay(at: number): JapaneseDay {
  const there = new Date(at + 9 * 3_600_000);
  return {
    year: there.getUTCFullYear(),
    month: there.getUTCMonth() + 1,
    day: there.getUTCDate(),
    weekday: weekdays.charAt(there.getUTCDay()),
  };
}

/** `13:05`, the same in every language. */
export function clockTime(at: number): string {
  return new Date(at + 9 * 3_600_000).toISOString().slice(11, 16);
}

/** `2025年11月22日(土)`, `Saturday 22 November 2025` */
export function fullDay(at: number, language: Language): string {
  if (language === 'ja') {
    const { year, month, day, weekday } = japaneseDay(at);
    return `${year}年${month}月${day}日(${weekday})`;
  }
  return format(language, 'full', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
  }).format(at);
}

/** `2026年3月31日`, `31 March 2026` */
export function calendarDay(at: number, language: Language): string {
  if (language === 'ja') {
    const { year, month, day } = japaneseDay(at);
    return `${year}年${month}月${day}日`;
  }
  return format(language, 'calendar', { year: 'numeric', month: 'long', day: 'numeric' }).format(at);
}

/** `11月22日(土)`, `Sat, 22 Nov` */
export function shortDay(at: number, language: Language): string {
  if (language === 'ja') {
    const { month, day, weekday } = japaneseDay(at);
    return `${month}月${day}日(${weekday})`;
  }
  return format(language, 'day', { month: 'short', day: 'numeric', weekday: 'short' }).format(at);
}

/** `11月22日(土) 13:05`, `Sat, 22 Nov, 13:05`: always with the weekday, so that a slip of a week is seen. */
export function dayAndTime(at: number, language: Language): string {
  return `${shortDay(at, language)} ${clockTime(at)}`;
}

/** The calendar date in Japan, `YYYY-MM-DD`. */
export function japanDate(at: number): string {
  return new Date(at + 9 * 3_600_000).toISOString().slice(0, 10);
}

/** The instant of a wall-clock time in Japan; Japan keeps +09:00 all year. */
export function japanInstant(date: string, hour: number, minute: number): number {
  const two = (value: number) => String(value).padStart(2, '0');
  return Date.parse(`${date}T${two(hour)}:${two(minute)}:00.000+09:00`);
}

/** `3分前`, `3 minutes ago`, in the largest whole unit. */
export function age(at: number, now: number, language: Language): string {
  const seconds = Math.round((at - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' });
  const say = (value: number, unit: 'minute' | 'hour' | 'day') => {
    const words = relative.format(Math.trunc(value), unit);
    // The catalogues set no space between a figure and its counter, which some engines do.
    return language === 'ja' ? words.replaceAll(' ', '') : words;
  };
  if (Math.abs(seconds) < 60) return say(0, 'minute');
  if (Math.abs(seconds) < 3600) return say(seconds / 60, 'minute');
  if (Math.abs(seconds) < 86_400) return say(seconds / 3600, 'hour');
  return say(seconds / 86_400, 'day');
}
