import type { InsightPart } from '../../../preload/contract/models/oversight.ts';

type Tally = InsightPart['days'][number];

/** Every calendar day from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00.000Z`); ; at += 24 * 3_600_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > to || days.length > 400) return days;
    days.push(day);
  }
}

/** How many cases each reason had, the most first; reasons that nobody came for are left out. */
export function casesByReason(days: readonly Tally[]): readonly { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { reasons } of days)
    for (const [reason, count] of Object.entries(reasons))
      counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((one, other) => other.count - one.count || one.reason.localeCompare(other.reason));
}

/** Cases by how long they took, and their mean in minutes; null of none. */
export function minutesPerCase(days: readonly Tally[]): {
  readonly bars: readonly number[];
  readonly cases: number;
  readonly mean: number | null;
} {
  const bars = days.reduce<number[]>(
    (sum, { minutes }) => minutes.map((count, bar) => count + (sum[bar] ?? 0)),
    [],
  );
  const cases = bars.reduce((sum, count) => sum + count, 0);
  const seconds = days.reduce((sum, { secondsInAll }) => sum + secondsInAll, 0);
  return { bars, cases, mean: cases === 0 ? null : seconds / 60 / cases };
}

/** A day as an axis names it: `11/22`. */
export function shortName(day: string): string {
  return `${Number(day.slice(5, 7))}/${Number(day.slice(8, 10))}`;
}
