import type { CaseActs } from '../../../preload/contract/models/acts.ts';
import { localMoment, minuteOfDay } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { closureOn } from '../../profile/closed-day.ts';
import type { Profile } from '../../profile/profile.ts';
import { closingTime } from '../policy/closing-time.ts';

const minuteMs = 60_000;
const sunday = 7;

/**
 * Ends that today still has for a suspension: when the class that is on ends, and when the place closes, by the policy's
 * hours or else those of the institution's counters. Whoever only forgot their phone needs it no longer than that.
 */
export function dayMoments(profile: Profile | null, policy: PolicyDocument, now: Date): CaseActs['moments'] {
  const { exemption } = policy;
  const local = localMoment(now, exemption.timeZone);
  if (local === null) return [];
  const startOfMinute = Math.floor(now.getTime() / minuteMs) * minuteMs;
  const instantOf = (time: string) =>
    new Date(startOfMinute + (minuteOfDay(time) - local.minuteOfDay) * minuteMs);
  const isClosed =
    profile === null ||
    exemption.closedDays.includes(local.date) ||
    closureOn(profile.closures, local.date) !== null;
  const classEnd =
    isClosed || local.weekday === sunday
      ? undefined
      : profile.classEnds.find((time) => minuteOfDay(time) > local.minuteOfDay);
  const open = isClosed
    ? undefined
    : profile.counters
        .flatMap(({ hours }) => hours)
        .filter(({ days, from }) => days.includes(local.weekday) && minuteOfDay(from) <= local.minuteOfDay)
        .map(({ to }) => to)
        .filter((to) => minuteOfDay(to) > local.minuteOfDay)
        .sort()
        .at(-1);
  const closing = closingTime(exemption, now) ?? (open === undefined ? null : instantOf(open));
  return [
    ...(classEnd === undefined
      ? []
      : [{ kind: 'class-end' as const, at: instantOf(classEnd).toISOString() }]),
    ...(closing === null ? [] : [{ kind: 'closing' as const, at: closing.toISOString() }]),
  ];
}
