import type { Language, SpokenText } from '../../../preload/contract/models/base.ts';
import type { GuideCounter } from '../../../preload/contract/models/guide-answers.ts';
import type { GuideSpeech } from './guide-text.ts';

const locales = { ja: 'ja-JP', en: 'en-GB' } as const;
/** 2024-01-01 was a Monday. */
const monday = Date.UTC(2024, 0, 1);

/** `月〜金 9:00–18:00`, `Mon–Fri 9:00–18:00`; neighbouring days as one. */
export function hoursText(hours: GuideCounter['hours'][number], language: Language): string {
  const name = (day: number) =>
    new Intl.DateTimeFormat(locales[language], { weekday: 'short', timeZone: 'UTC' }).format(
      monday + (day - 1) * 86_400_000,
    );
  const days = hours.days.toSorted((one, other) => one - other);
  const spans: [number, number][] = [];
  for (const day of days) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === day - 1) last[1] = day;
    else spans.push([day, day]);
  }
  const said = spans.map(([from, to]) =>
    from === to ? name(from) : `${name(from)}${language === 'ja' ? '〜' : '–'}${name(to)}`,
  );
  return `${said.join(language === 'ja' ? '・' : ', ')} ${spanText(hours)}`;
}

/** `祝日、年末年始（12/29〜1/3）`, `national holidays, New Year closure (29 Dec – 3 Jan)`; empty where nothing is closed. */
export function closuresText(
  closures: GuideCounter['closures'],
  language: Language,
  say: GuideSpeech,
  named: (label: SpokenText) => string = (label) => label[language],
): string {
  const japanese = language === 'ja';
  const parts = [
    ...(closures.nationalHolidays ? [say('guide.counter.national-holidays')] : []),
    ...closures.yearly.map(({ from, to, label }) => {
      const span = [...new Set([from, to])].map((day) => monthDayText(day, language));
      return japanese ? `${named(label)}（${span.join('〜')}）` : `${named(label)} (${span.join(' – ')})`;
    }),
  ];
  return parts.join(japanese ? '、' : ', ');
}

/** `12/29`, `29 Dec` */
function monthDayText(day: string, language: Language): string {
  const [month, date] = day.split('-').map(Number);
  if (language === 'ja') return `${month}/${date}`;
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return format.format(Date.parse(`2024-${day}T00:00:00Z`));
}

/** `9:00–18:00` */
export function spanText({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${shortTime(from)}–${shortTime(to)}`;
}

/** `9:00` for `09:00`. */
export function shortTime(time: string): string {
  return time.replace(/^0(?=\d)/, '');
}

/** `11月24日(火)`, `Tue 24 Nov`; a date without a time of day, as the institution counts it. */
export function dayText(day: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], {
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }).format(Date.parse(`${day}T00:00:00Z`));
}
