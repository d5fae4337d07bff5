import type { ClockStatus } from '../../../preload/contract/models/station.ts';

/** Times are Unix milliseconds, readings of the monotonic clock milliseconds from any beginning. */
export interface ClockReading {
  readonly wall: number;
  readonly monotonic: number;
}

/** A moment whose time is believed, and what the machine's two clocks said then. Time goes on from here. */
export interface ClockAnchor {
  readonly time: number;
  readonly reading: ClockReading;
  /** `hub`: confirmed in this run. `wall`: taken from the wall clock when the agent started. */
  readonly basis: 'hub' | 'wall';
}

/** What outlives the agent. */
export interface ClockMemory {
  /** The hub's time at its last confirmation, and the wall clock's at that moment; null before the first. */
  readonly confirmed: { readonly time: number; readonly wall: number } | null;
  /** The latest event that was stored while the clock was trusted, and on what basis its time was known. */
  readonly event: { readonly time: number; readonly basis: ClockAnchor['basis'] } | null;
}

export type ClockDistrust = NonNullable<ClockStatus['reason']>;

/** Clocks may differ by this much at once: the time between two readings, and what a network adds. */
export const clockToleranceMs = 5000;
/** …and drift apart by at most this part of what has passed (500 ppm, the most by which NTP slews). */
const driftPerMs = 0.0005;
/** A wall clock that was further off the hub's when last confirmed is not believed after a restart. */
const maximumWallErrorMs = 5 * 60_000;

/** The best known time: from the anchor on by the monotonic clock, whatever is done to the wall clock. */
export function timeAt(anchor: ClockAnchor, reading: ClockReading): number {
  return anchor.time + (reading.monotonic - anchor.reading.monotonic);
}

/**
 * Why the clock can't be trusted, or null when it can (I6). It can when the hub's word is not older than
 * `maximumAgeMs`, wall and monotonic clock have moved alike since the anchor, and time isn't before the last stored
 * event or, after a restart, before that word itself.
 */
export function judgeClock(
  anchor: ClockAnchor,
  memory: ClockMemory,
  reading: ClockReading,
  maximumAgeMs: number,
): ClockDistrust | null {
  const { confirmed, event } = memory;
  if (confirmed === null) return 'never-confirmed';
  const elapsed = reading.monotonic - anchor.reading.monotonic;
  const disagreement = Math.abs(reading.wall - anchor.reading.wall - elapsed);
  if (elapsed < 0 || disagreement > clockToleranceMs + elapsed * driftPerMs)
    return 'disagrees-with-monotonic';
  const wallError = Math.abs(confirmed.time - confirmed.wall);
  if (anchor.basis === 'wall' && wallError > maximumWallErrorMs) return 'disagrees-with-monotonic';
  const now = timeAt(anchor, reading);
  const earliest = Math.max(event?.time ?? 0, confirmed.time) - clockToleranceMs;
  if (now < earliest - (anchor.basis === 'wall' ? wallError : 0)) return 'before-last-event';
  if (now - confirmed.time > maximumAgeMs) return 'confirmation-too-old';
  return null;
}

/**
 * What is remembered once the hub has said the time. An event known by the wall clock alone gives way to the hub's word:
 * else a wall clock that was once ahead would lock the station for as long. One known by the hub's own word doesn't.
 */
export function confirmClock(memory: ClockMemory, time: number, wall: number): ClockMemory {
  const { event } = memory;
  const contradicted = event !== null && event.basis === 'wall' && event.time > time;
  return { confirmed: { time, wall }, event: contradicted ? { time, basis: 'hub' } : event };
}
