import { stepSeconds } from './totp-code.ts';

/** How far a phone's clock is looked for, either way: the time zones of the world lie within. */
export const searchSteps = (14 * 3600) / stepSeconds;
/** A zone is told from a clock by its offset: a multiple of a quarter of an hour, half an hour at least. */
const quarter = 15 * 60;
const zoneSlack = 60;

/** What a clock that is `aheadSeconds` ahead (negative: behind) suffers from. */
export type ClockFault =
  | { readonly outcome: 'clock'; readonly aheadSeconds: number }
  | { readonly outcome: 'zone'; readonly aheadMinutes: number };

/**
 * Tells a clock that is off from a time zone that is wrong: with a wrong zone and the hands moved to show the right time,
 * the phone counts from another UTC (RFC 6238 §4.2), off by whole quarters of an hour.
 */
export function explainOffset(aheadSeconds: number): ClockFault {
  const quarters = Math.round(aheadSeconds / quarter);
  const isZone = Math.abs(quarters) >= 2 && Math.abs(aheadSeconds - quarters * quarter) <= zoneSlack;
  return isZone ? { outcome: 'zone', aheadMinutes: quarters * 15 } : { outcome: 'clock', aheadSeconds };
}

/** Steps within {@link searchSteps} of `current`, the nearest first; those nearer than `from` left out. */
export function* stepsAround(current: number, from: number): Generator<number> {
  if (from <= 0) yield current;
  for (let distance = Math.max(1, from); distance <= searchSteps; distance += 1) {
    yield current - distance;
    yield current + distance;
  }
}
