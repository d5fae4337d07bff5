export interface RateLimit {
  /** Requests at once. */
  readonly burst: number;
  readonly perSecond: number;
}

export interface RateLimiter {
  /** Takes one; 0 when it may go on, otherwise the seconds to wait. */
  take(key: string): number;
}

/** Most keys that are remembered; beyond it the longest unused is forgotten. */
const maximumKeys = 20_000;

/**
 * A token bucket per key, in this process.
 *
 * @param monotonicMs a clock that never goes back, in milliseconds
 */
export function createRateLimiter(
  limit: RateLimit,
  monotonicMs: () => number = () => performance.now(),
): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key) {
      const at = monotonicMs();
      const bucket = buckets.get(key) ?? { tokens: limit.burst, at };
      const tokens = Math.min(limit.burst, bucket.tokens + ((at - bucket.at) / 1000) * limit.perSecond);
      const allowed = tokens >= 1;
      // Set anew, so that the map's order is the order of use.
      buckets.delete(key);
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at });
      const oldest = buckets.size > maximumKeys ? buckets.keys().next().value : undefined;
      if (oldest !== undefined) buckets.delete(oldest);
      return allowed ? 0 : Math.ceil((1 - tokens) / limit.perSecond);
    },
  };
}
