/** Attempts that cost nothing, per person at one station. */
export const freeAttempts = 5;
/** Consecutive failures of a person at one station after which only the counter helps (NIST SP 800-63B-4 §3.2.2). */
export const maximumFailures = 100;

const firstWaitSeconds = 30;
const longestPersonWaitSeconds = 3600;
/** Failures of anybody at one station, faded, before the station itself waits. */
const freeStationFailures = 10;
const longestStationWaitSeconds = 60;
const stationFadeMs = 60_000;

/** Failures, and how long ago the last one was at least. */
export interface FailureTally {
  readonly failures: number;
  readonly elapsedMs: number;
}

export type BackOff =
  | { readonly state: 'free'; readonly freeAttemptsLeft: number }
  | { readonly state: 'wait'; readonly seconds: number }
  | { readonly state: 'too-many' };

function doublingWait(stepsPastFree: number, longestSeconds: number): number {
  return stepsPastFree < 0
    ? 0
    : Math.min(longestSeconds, firstWaitSeconds * 2 ** Math.min(stepsPastFree, 20));
}

/** Seconds that a person waits after that many consecutive failures: none after 1–4, 30 after 5, doubling to an hour. */
export function personWaitSeconds(failures: number): number {
  return doublingWait(failures - freeAttempts, longestPersonWaitSeconds);
}

/** Seconds that everybody waits at a station; never more than a minute, so that nobody can lock a room. */
export function stationWaitSeconds(failures: number): number {
  return doublingWait(failures - freeStationFailures, longestStationWaitSeconds);
}

/**
 * What is left of a station's failures: one is forgotten each minute. A success does not forget them, or somebody with
 * an account of their own could try a password on everybody else's.
 */
export function fadedStationFailures({ failures, elapsedMs }: FailureTally): number {
  return Math.max(0, failures - Math.floor(elapsedMs / stationFadeMs));
}

/** Whether another attempt may be made now; the longer of the person's and the station's wait, in whole seconds. */
export function judgeBackOff(person: FailureTally, station: FailureTally): BackOff {
  if (person.failures >= maximumFailures) return { state: 'too-many' };
  const left = Math.max(
    personWaitSeconds(person.failures) * 1000 - person.elapsedMs,
    stationWaitSeconds(station.failures) * 1000 - station.elapsedMs,
  );
  return left > 0
    ? { state: 'wait', seconds: Math.ceil(left / 1000) }
    : { state: 'free', freeAttemptsLeft: Math.max(0, freeAttempts - person.failures) };
}
