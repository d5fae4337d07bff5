const secondsOf: Readonly<Record<string, number>> = {
  s: 1,
  秒: 1,
  min: 60,
  分: 60,
  h: 3600,
  時間: 3600,
  day: 86_400,
  days: 86_400,
  日: 86_400,
  week: 604_800,
  weeks: 604_800,
  週間: 604_800,
};

/** A whole number with its unit, e.g. `90 s`, `20 min`, `4h`, `7 days`, `30分`, `7日`. */
export const durationPattern = /^(\d{1,6}) ?(s|min|h|days?|weeks?|秒|分|時間|日|週間)$/;

/** How many `unit` a duration is; null where that is no whole number, or the text is no duration. */
export function durationIn(text: string, unit: 's' | 'min' | 'h' | 'day'): number | null {
  const [, count, name] = durationPattern.exec(text) ?? [];
  const seconds = secondsOf[name ?? ''];
  const divisor = secondsOf[unit];
  if (count === undefined || seconds === undefined || divisor === undefined) return null;
  const value = (Number(count) * seconds) / divisor;
  return Number.isInteger(value) ? value : null;
}
