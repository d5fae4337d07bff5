import { localMoment } from '../../exchange/local-moment.ts';

/**
 * The moment at which a time zone's clocks show a date and a minute; in the hour that spring leaves out, the moment at
 * which it would have been that time before the change. Null for an unknown zone or a date that does not exist.
 */
export function momentOf(date: string, minuteOfDay: number, timeZone: string): Date | null {
  if (!isDate(date)) return null;
  const wanted = Date.parse(`${date}T00:00:00Z`) + minuteOfDay * 60_000;
  let at = wanted;
  // The offset is that of the moment sought; two looks find it unless the moment does not exist.
  for (let look = 0; look < 2; look += 1) {
    const local = localMoment(new Date(at), timeZone);
    if (local === null) return null;
    at -= Date.parse(`${local.date}T00:00:00Z`) + local.minuteOfDay * 60_000 - wanted;
  }
  return new Date(at);
}

/** The day after a date, both `YYYY-MM-DD`. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Whether `YYYY-MM-DD` is a day of the calendar. */
export function isDate(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}
