import type { ProfileCounter } from '../../profile/profile.ts';

export interface CounterStanding {
  readonly open: boolean;
  /** `HH:MM`, today; null while closed. */
  readonly closesAt: string | null;
  readonly today: { readonly from: string; readonly to: string }[];
  readonly next: { readonly day: string; readonly from: string } | null;
}

/**
 * Whether a counter is open at a moment, until when, and when it opens next, by the week's hours in its own time zone.
 * Holidays are not known here. Hours that touch are one opening; `24:00` goes on into a `00:00` of the next day.
 */
export function counterStanding(hours: ProfileCounter['hours'], at: Date, timeZone: string): CounterStanding {
  const { day, time } = localMoment(at, timeZone);
  const openings = (date: string) =>
    hours
      .filter(({ days }) => days.includes(weekday(date)))
      .map(({ from, to }) => ({ from, to }))
      .toSorted((one, other) => one.from.localeCompare(other.from));
  const today = openings(day);
  let closesAt: string | null = null;
  for (const { from, to } of today) {
    if ((from <= time && time < to) || (closesAt !== null && from <= closesAt && closesAt < to))
      closesAt = to;
  }
  const later = today.find(({ from }) => from > (closesAt ?? time));
  let next = later === undefined ? null : { day, from: later.from };
  for (let ahead = 1; next === null && ahead <= 7; ahead += 1) {
    const date = plusDays(day, ahead);
    const [first] = openings(date);
    if (first !== undefined) next = { day: date, from: first.from };
  }
  return { open: closesAt !== null, closesAt, today, next };
}

/** Date and time of day in a time zone. */
export function localMoment(at: Date, timeZone: string): { readonly day: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

/** Minutes by which a time zone is ahead of UTC at a moment. */
export function zoneOffsetMinutes(at: Date, timeZone: string): number {
  const { day, time } = localMoment(at, timeZone);
  return Math.round((Date.parse(`${day}T${time}:00Z`) - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000);
}

/** ISO number of a date's weekday: 1 = Monday. */
function weekday(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
