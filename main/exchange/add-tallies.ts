import { type DayTally, minuteBars, type QueueDepth } from '../../preload/contract/models/oversight.ts';

/** A day on which nothing happened. */
export function emptyTally(day: string): DayTally {
  return {
    day,
    reasons: {},
    outcomes: { queued: 0, advised: 0, checkFailed: 0, closed: 0 },
    avoided: 0,
    minutes: Array.from({ length: minuteBars.length + 1 }, () => 0),
    secondsInAll: 0,
  };
}

/** Which bar a case of so many seconds belongs to. */
export function minuteBarOf(seconds: number): number {
  const bar = minuteBars.findIndex((minutes) => seconds < minutes * 60);
  return bar === -1 ? minuteBars.length : bar;
}

/** The days of several counters as one, a day at most once, the earliest first. */
export function addTallies(tallies: readonly DayTally[]): DayTally[] {
  const days = new Map<string, DayTally>();
  for (const tally of tallies) {
    const before = days.get(tally.day);
    days.set(tally.day, before === undefined ? tally : sumOf(before, tally));
  }
  return [...days.values()].toSorted((one, other) => one.day.localeCompare(other.day));
}

function sumOf(one: DayTally, other: DayTally): DayTally {
  const reasons: Record<string, number> = { ...one.reasons };
  for (const [reason, count] of Object.entries(other.reasons))
    reasons[reason] = (reasons[reason] ?? 0) + count;
  return {
    day: one.day,
    reasons,
    outcomes: {
      queued: one.outcomes.queued + other.outcomes.queued,
      advised: one.outcomes.advised + other.outcomes.advised,
      checkFailed: one.outcomes.checkFailed + other.outcomes.checkFailed,
      closed: one.outcomes.closed + other.outcomes.closed,
    },
    avoided: one.avoided + other.avoided,
    minutes: one.minutes.map((count, bar) => count + (other.minutes[bar] ?? 0)),
    secondsInAll: one.secondsInAll + other.secondsInAll,
  };
}

/** Depths of several counters on one day, hour by hour, added up: what they could have held at once. */
export function addDepths(depths: readonly QueueDepth[], day: string): QueueDepth | null {
  const own = depths.filter((depth) => depth.day === day);
  if (own.length === 0) return null;
  return {
    day,
    depths: Array.from({ length: 24 }, (_, hour) =>
      own.reduce((sum, { depths: hours }) => sum + (hours[hour] ?? 0), 0),
    ),
  };
}

/**
 * Most commands that waited at once within each hour of a local day. `spans` say from when to when each waited; null for
 * one that waits still. Hours that have not begun by `now` have none.
 */
export function depthsOf(
  spans: readonly { readonly from: number; readonly to: number | null }[],
  dayStart: number,
  now: number,
): number[] {
  const hourMs = 3_600_000;
  return Array.from({ length: 24 }, (_, hour) => {
    const [begin, end] = [dayStart + hour * hourMs, dayStart + (hour + 1) * hourMs];
    if (begin > now) return 0;
    const inside = spans.filter(({ from, to }) => from < end && (to === null || to > begin));
    // The depth only grows where one begins: the most lies at the hour's start or at one of those.
    const moments = [begin, ...inside.map(({ from }) => from).filter((from) => from >= begin)];
    return Math.max(
      0,
      ...moments.map((at) => inside.filter(({ from, to }) => from <= at && (to === null || to > at)).length),
    );
  });
}

/** Percentile by the nearest rank (NIST handbook 7.2.6.2); null of nothing. `fraction` in (0, 1]. */
export function percentile(values: readonly number[], fraction: number): number | null {
  const ordered = values.toSorted((one, other) => one - other);
  return ordered[Math.max(0, Math.ceil(fraction * ordered.length) - 1)] ?? null;
}
