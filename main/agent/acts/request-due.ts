import { localDate, localMoment } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { closureOn } from '../../profile/closed-day.ts';
import type { Profile } from '../../profile/profile.ts';

const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;
/** Further than any institution's longest closure. */
const mostDays = 90;

/**
 * The end of the local day by which the centre has done what takes it so many working days: Saturdays, Sundays, the
 * institution's closures and the policy's closed days don't count, nor does the day itself. Null when it names no days.
 */
export function requestDue(
  at: Date,
  days: { readonly to: number } | null,
  calendar: {
    readonly exemption: Pick<PolicyDocument['exemption'], 'timeZone' | 'closedDays'>;
    readonly closures: Profile['closures'];
  },
): Date | null {
  if (days === null) return null;
  const { timeZone, closedDays } = calendar.exemption;
  let left = days.to;
  for (let day = 1; day <= mostDays; day += 1) {
    const then = new Date(at.getTime() + day * dayMs);
    const date = localDate(then.toISOString(), timeZone);
    const weekday = new Date(`${date}T00:00:00.000Z`).getUTCDay();
    const closed = closedDays.includes(date) || closureOn(calendar.closures, date) !== null;
    if (weekday === 0 || weekday === 6 || closed) continue;
    left -= 1;
    if (left === 0) return endOfDay(then, timeZone);
  }
  return null;
}

/** The last whole minute of the local day of an instant. */
function endOfDay(at: Date, timeZone: string): Date {
  const local = localMoment(at, timeZone);
  const minuteOfDay = local?.minuteOfDay ?? 0;
  const startOfMinute = Math.floor(at.getTime() / minuteMs) * minuteMs;
  return new Date(startOfMinute + (24 * 60 - 1 - minuteOfDay) * minuteMs);
}
