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

/** The calendar date of an instant in a time zone, `YYYY-MM-DD`. Throws for a time zone that does not exist. */
export function localDate(at: Date | string, timeZone: string): string {
  const known = dateFormats.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  if (known === undefined && dateFormats.size < maximumZones) dateFormats.set(timeZone, format);
  return format.format(new Date(at));
}

/** Making a format takes longer than a signature's verification; an institution has one zone. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const maximumZones = 100;

const dayMs = 24 * 3_600_000;

/** When a local day begins, in milliseconds since 1970. Right in zones of whole quarters of an hour. */
export function dayStart(day: string, timeZone: string): number {
  const noon = Date.parse(`${day}T12:00:00.000Z`);
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(noon);
  const offsetMs = Date.parse(`${local.replace(' ', 'T')}.000Z`) - noon;
  return Date.parse(`${day}T00:00:00.000Z`) - offsetMs;
}

/** The day so many days after (or before) another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** A local day as instants: its start, and the next one's. */
export function dayBounds(day: string, timeZone: string): { readonly from: string; readonly to: string } {
  return {
    from: new Date(dayStart(day, timeZone)).toISOString(),
    to: new Date(dayStart(dayAfter(day, 1), timeZone)).toISOString(),
  };
}
