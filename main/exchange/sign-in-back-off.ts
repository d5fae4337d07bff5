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

/** How long failures elsewhere narrow a person's free attempts here. */
const sharedFadeMs = 24 * 3_600_000;
/** What stays between the stations' failures and the directory's own lock-out: for one under way, and one not yet told. */
const lockOutReserve = 2;

/** When the directory itself locks an account: after so many failures within so many minutes. */
export interface DirectoryLockOut {
  readonly failures: number;
  readonly minutes: number;
}

/** Taken where the policy says nothing: what directories are commonly set to. */
export const assumedLockOut: DirectoryLockOut = { failures: 10, minutes: 30 };

/** Failures, and how long ago the last one was at least. */
export interface FailureTally {
  readonly failures: number;
  readonly elapsedMs: number;
}

/** What the hub told of a person's failures. */
export interface SharedTally {
  /** Consecutive failures at other stations within a day. */
  readonly elsewhere: number;
  /** Consecutive failures everywhere, however long ago. */
  readonly total: number;
  /** Since the last one elsewhere, at least. */
  readonly elapsedMs: number;
}

/** Nothing is known of any other station. */
export const nothingShared: SharedTally = { elsewhere: 0, total: 0, elapsedMs: 0 };

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

/**
 * Failures that count here: those at this station, and of those elsewhere at most four. So the next computer gives no new
 * five attempts, and yet the first attempt at a station never waits for what somebody else did elsewhere.
 */
export function effectiveFailures(person: FailureTally, shared: SharedTally): number {
  const elsewhere = shared.elapsedMs < sharedFadeMs ? shared.elsewhere : 0;
  return person.failures + Math.min(elsewhere, freeAttempts - 1);
}

/** Most failures that all stations together let through within the directory's own window. */
export function mostWithinWindow(lockOut: DirectoryLockOut): number {
  return Math.max(1, lockOut.failures - lockOutReserve);
}

/**
 * Below the directory's own lock-out: when the failures that may lie within its window have reached the limit, the
 * directory is not asked again until the last of them has left the window. What may lie within it is counted too high
 * rather than too low. That keeps an account that works everywhere else out of the labs for the window; asking on would
 * have locked it everywhere.
 */
function lockOutLeftMs(person: FailureTally, shared: SharedTally, lockOut: DirectoryLockOut): number {
  const windowMs = lockOut.minutes * 60_000;
  const recent = [
    { failures: person.failures, elapsedMs: person.elapsedMs },
    { failures: shared.elsewhere, elapsedMs: shared.elapsedMs },
  ].filter(({ failures, elapsedMs }) => failures > 0 && elapsedMs < windowMs);
  const count = recent.reduce((sum, { failures }) => sum + failures, 0);
  if (count < mostWithinWindow(lockOut)) return 0;
  return windowMs - Math.min(...recent.map(({ elapsedMs }) => elapsedMs));
}

/**
 * Whether another attempt may be made now; the longest of the person's, the lock-out's and the station's wait, in whole
 * seconds. After a hundred consecutive failures, here or everywhere together, no time helps.
 */
export function judgeBackOff(
  person: FailureTally,
  station: FailureTally,
  shared: SharedTally = nothingShared,
  lockOut: DirectoryLockOut = assumedLockOut,
): BackOff {
  if (Math.max(person.failures, shared.total) >= maximumFailures) return { state: 'too-many' };
  const effective = effectiveFailures(person, shared);
  const left = Math.max(
    personWaitSeconds(effective) * 1000 - person.elapsedMs,
    lockOutLeftMs(person, shared, lockOut),
    stationWaitSeconds(station.failures) * 1000 - station.elapsedMs,
  );
  return left > 0
    ? { state: 'wait', seconds: Math.ceil(left / 1000) }
    : { state: 'free', freeAttemptsLeft: Math.max(0, freeAttempts - effective) };
}
