/** So many arrivals within so long are a crowd: two hundred a second. */
const crowd = 8;
const withinMs = 40;

/** How long a crowd is waited for before a statement that it shares: less than a commit takes. */
export const gatheringMs = 5;

export interface ArrivalRate {
  /** One has come. */
  note(): void;
  /** Whether more are sure to come within {@link gatheringMs}. */
  isCrowded(): boolean;
}

/**
 * Tells a crowd from single arrivals. After the model of PostgreSQL's `commit_siblings`: only where others are under way
 * anyhow is a moment's wait repaid by what is shared; whoever comes alone waits for nobody.
 *
 * @param monotonicMs a clock that never goes back, in milliseconds
 */
export function createArrivalRate(monotonicMs: () => number = () => performance.now()): ArrivalRate {
  const arrivals: number[] = Array.from({ length: crowd }, () => Number.NEGATIVE_INFINITY);
  let next = 0;
  return {
    note() {
      arrivals[next] = monotonicMs();
      next = (next + 1) % crowd;
    },
    isCrowded: () => monotonicMs() - (arrivals[next] ?? Number.NEGATIVE_INFINITY) <= withinMs,
  };
}
