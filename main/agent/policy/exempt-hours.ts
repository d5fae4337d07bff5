import { type LocalMoment, minuteOfDay } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';

/**
 * When the spans that cover the moment end (`HH:MM`), or null when none covers it; spans that touch or overlap are one.
 * A span lies within one day; one whose end is not after its start covers nothing, so that an end which is moved before
 * its start never opens a night. Hours over midnight are two spans. In the hour that autumn repeats, both passes count
 * as that hour.
 */
export function exemptHoursUntil(
  local: LocalMoment,
  hours: PolicyDocument['exemption']['hours'],
): string | null {
  const today = hours.filter((span) => span.days.includes(local.weekday));
  let until: string | null = null;
  for (let at: number | null = local.minuteOfDay; at !== null; ) {
    const end = latestEnd(today, at);
    at = end === null ? null : minuteOfDay(end);
    until = end ?? until;
  }
  return until;
}

/** The latest end of the spans that cover a minute, or null. */
function latestEnd(spans: PolicyDocument['exemption']['hours'], minute: number): string | null {
  return spans
    .filter((span) => minuteOfDay(span.from) <= minute && minute < minuteOfDay(span.to))
    .map((span) => span.to)
    .reduce<string | null>(
      (one, other) => (one === null || minuteOfDay(other) > minuteOfDay(one) ? other : one),
      null,
    );
}
