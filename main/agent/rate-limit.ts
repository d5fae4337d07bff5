/** True when one more call is within the allowance, which it then uses up. */
export type RateLimit = () => boolean;

/** A token bucket: `burst` calls at once, refilled by `perSecond`. */
export function createRateLimit(
  rate: { readonly burst: number; readonly perSecond: number },
  monotonicMs: () => number,
): RateLimit {
  let tokens = rate.burst;
  let at = monotonicMs();
  return () => {
    const now = monotonicMs();
    tokens = Math.min(rate.burst, tokens + ((now - at) / 1000) * rate.perSecond);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
