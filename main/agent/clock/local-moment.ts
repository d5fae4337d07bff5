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
