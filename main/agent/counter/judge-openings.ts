import type { ReadableDatabase } from '../ports.ts';

/** How many cases one operator may open within an hour, and from how many on it is noted. */
export const mostOpenedPerHour = 60;
export const notedOpenedPerHour = 30;
const hourMs = 3_600_000;

export type OpeningsJudgement =
  | {
      readonly may: true /** The number to note, where this opening makes it unusual; else null. */;
      readonly unusual: number | null;
    }
  | { readonly may: false; readonly minutes: number };

/**
 * Whether an operator may open one more record. An ordinary case takes a practised operator close to a minute, so whoever
 * opens more is reading, not helping. `earlier` are the openings of the last hour, in any order.
 */
export function judgeOpenings(earlier: readonly Date[], now: Date): OpeningsJudgement {
  const times = earlier
    .map((at) => at.getTime())
    .filter((at) => now.getTime() - at < hourMs)
    .sort((left, right) => left - right);
  const [oldest] = times.slice(-mostOpenedPerHour);
  if (times.length >= mostOpenedPerHour && oldest !== undefined) {
    return { may: false, minutes: Math.ceil((oldest + hourMs - now.getTime()) / 60_000) };
  }
  const opened = times.length + 1;
  return { may: true, unusual: opened % notedOpenedPerHour === 0 ? opened : null };
}

/** When this operator opened cases at this station within the last hour. */
export function openingsOf(database: ReadableDatabase, operator: string, now: Date): readonly Date[] {
  return database
    .all<{ opened_at: string }>(
      'SELECT opened_at FROM counter_case WHERE opened_by = ? AND opened_at > ?',
      operator,
      new Date(now.getTime() - hourMs).toISOString(),
    )
    .map((row) => new Date(row.opened_at));
}
