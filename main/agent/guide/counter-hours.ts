import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import { type LocalMoment, localMoment, minuteOfDay } from '../../exchange/local-moment.ts';
import { closureOn } from '../../profile/closed-day.ts';
import type { Profile, ProfileCounter } from '../../profile/profile.ts';

/** Days that are looked at for the next opening: more than the longest closure that a profile has. */
const mostDaysAhead = 60;

export interface CounterStanding {
  readonly open: boolean;
  /** `HH:MM`, today; null while closed. */
  readonly closesAt: string | null;
  readonly today: { readonly from: string; readonly to: string }[];
  /** Why there are no hours today although the weekday has them: the holiday's or the closure's name. */
  readonly closure: LocalizedText | null;
  readonly next: { readonly day: string; readonly from: string } | null;
}

/**
 * Whether a counter is open at a moment, until when, and when it opens next, by the week's hours in its own time zone and
 * the institution's closed days. Hours that touch are one opening.
 */
export function counterStanding(
  hours: ProfileCounter['hours'],
  closures: Profile['closures'],
  at: Date,
  timeZone: string,
): CounterStanding {
  const { date: day, minuteOfDay: minute } = momentIn(at, timeZone);
  const openings = (date: string) =>
    closureOn(closures, date) !== null
      ? []
      : hours
          .filter(({ days }) => days.includes(weekday(date)))
          .map(({ from, to }) => ({ from, to }))
          .toSorted((one, other) => one.from.localeCompare(other.from));
  const today = openings(day);
  let closesAt: string | null = null;
  for (const { from, to } of today) {
    const covers = minuteOfDay(from) <= minute && minute < minuteOfDay(to);
    if (covers || (closesAt !== null && from <= closesAt && closesAt < to)) closesAt = to;
  }
  const after = closesAt === null ? minute : minuteOfDay(closesAt);
  const later = today.find(({ from }) => minuteOfDay(from) > after);
  let next = later === undefined ? null : { day, from: later.from };
  for (let ahead = 1; next === null && ahead <= mostDaysAhead; ahead += 1) {
    const date = plusDays(day, ahead);
    const [first] = openings(date);
    if (first !== undefined) next = { day: date, from: first.from };
  }
  const hasWeekday = hours.some(({ days }) => days.includes(weekday(day)));
  return {
    open: closesAt !== null,
    closesAt,
    today,
    closure: hasWeekday ? closureOn(closures, day) : null,
    next,
  };
}

/** Minutes by which a time zone is ahead of UTC at a moment. */
export function zoneOffsetMinutes(at: Date, timeZone: string): number {
  const { date, minuteOfDay: minute } = momentIn(at, timeZone);
  const wall = Date.parse(`${date}T00:00:00Z`) / 60_000 + minute;
  return Math.round(wall - Math.floor(at.getTime() / 60_000));
}

/** Profiles name only time zones that exist. */
function momentIn(at: Date, timeZone: string): LocalMoment {
  const local = localMoment(at, timeZone);
  if (local === null) throw new RangeError(`no such time zone: ${timeZone}`);
  return local;
}

/** ISO number of a date's weekday: 1 = Monday. */
function weekday(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
