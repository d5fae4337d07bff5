/** How far long work is. */
export interface Progress<Phase extends string> {
  readonly phase: Phase;
  readonly done: number;
  /** Null where nobody can tell. */
  readonly total: number | null;
  /** Seconds until this phase ends, by its pace so far; null where nobody can tell. */
  readonly remainingSeconds: number | null;
}

/** An import's: bytes or people while it reads, and people while it applies. */
export type ImportProgress = Progress<'reading' | 'applying' | 'removing'>;

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
  let since = 0;
  return (now, done, total) => {
    if (phase !== now) {
      phase = now;
      since = monotonicMs();
    }
    const elapsed = monotonicMs() - since;
    const known = total !== null && done > 0 && elapsed > 0;
    const remainingSeconds = known ? Math.ceil((Math.max(0, total - done) * elapsed) / done / 1000) : null;
    tell({ phase: now, done, total, remainingSeconds });
  };
}
