import type { PolicyDocument } from '../../exchange/policy-document.ts';

/** A moment on the wall clock of a time zone. */
export interface LocalMoment {
  /** ISO 8601 date. */
  readonly date: string;
  /** ISO weekday, 1 = Monday. */
  readonly weekday: number;
  readonly minuteOfDay: number;
}

/** The wall clock at `at` in an IANA time zone, daylight saving included; null for a time zone that does not exist. */
export function localMoment(at: Date, timeZone: string): LocalMoment | null {
  let formatter: Intl.DateTimeFormat;
  try {
    formatter = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  const part = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${part.year?.padStart(4, '0')}-${part.month}-${part.day}`;
  const sundayFirst = new Date(`${date}T00:00:00Z`).getUTCDay();
  return {
    date,
    weekday: sundayFirst === 0 ? 7 : sundayFirst,
    minuteOfDay: Number(part.hour) * 60 + Number(part.minute),
  };
}

/** Minutes since midnight of `HH:MM`; `24:00` is 1440. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

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
