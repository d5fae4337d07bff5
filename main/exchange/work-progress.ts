/** How far long work is. */
export interface Progress<Phase extends string> {
  readonly phase: Phase;
  readonly done: number;
  /** Null where nobody can tell. */
  readonly total: number | null;
  /** Seconds until this phase ends, by its pace so far; null where nobody can tell. */
  readonly remainingSeconds: number | null;
}

/** How far work was at a moment of a clock that never goes back, in milliseconds. */
export interface Milestone {
  readonly atMs: number;
  readonly done: number;
}

/** Less than this says nothing about a pace. */
const leastMs = 2000;

/** Whole seconds until work is done, by its pace since a first look; null while nobody can tell. */
export function secondsLeft(first: Milestone, now: Milestone, total: number | null): number | null {
  if (total === null) return null;
  if (now.done >= total) return 0;
  const elapsed = now.atMs - first.atMs;
  const gained = now.done - first.done;
  return elapsed < leastMs || gained <= 0 ? null : Math.ceil(((total - now.done) * elapsed) / gained / 1000);
}

/**
 * Tells how far a phase is and how long it still takes at its pace so far.
 *
 * @param monotonicMs a clock that never goes back, in milliseconds
 */
export function createProgress<Phase extends string>(
  tell: (progress: Progress<Phase>) => void,
  monotonicMs: () => number = () => performance.now(),
): (phase: Phase, done: number, total: number | null) => void {
  let phase: Phase | null = null;
  let first: Milestone = { atMs: 0, done: 0 };
  return (now, done, total) => {
    const milestone = { atMs: monotonicMs(), done };
    if (phase !== now || done < first.done) [phase, first] = [now, milestone];
    tell({ phase: now, done, total, remainingSeconds: secondsLeft(first, milestone, total) });
  };
}
