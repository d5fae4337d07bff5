/** How long a server that failed is asked last. */
const restMs = 60_000;

/**
 * The order in which servers are asked. The one that answered last comes first; one that failed rests for a minute at
 * the end of the line, so that a server which swallows connections costs one sign-in its time-out and not each of them.
 * A rested server is tried in its old place again, hence the first of the list takes over again once it is back.
 */
export interface ServerOrder {
  now(): readonly string[];
  answered(url: string): void;
  failed(url: string): void;
}

/** @param monotonicMs a clock that never goes back, in milliseconds */
export function createServerOrder(
  urls: readonly string[],
  monotonicMs: () => number = () => performance.now(),
): ServerOrder {
  const failedAt = new Map<string, number>();
  let good: { readonly url: string; readonly at: number } | null = null;
  const isResting = (url: string, at: number): boolean => {
    const since = failedAt.get(url);
    return since !== undefined && at - since < restMs;
  };
  return {
    now() {
      const at = monotonicMs();
      const preferred = good !== null && at - good.at < restMs ? good.url : null;
      const rank = (url: string): number => {
        if (isResting(url, at)) return 2;
        return url === preferred ? 0 : 1;
      };
      return urls.toSorted((one, other) => rank(one) - rank(other));
    },
    answered(url) {
      failedAt.delete(url);
      // The moment of its first answer counts: otherwise a busy room would never come back to the first of the list.
      if (good?.url !== url || monotonicMs() - good.at >= restMs) good = { url, at: monotonicMs() };
    },
    failed(url) {
      failedAt.set(url, monotonicMs());
      if (good?.url === url) good = null;
    },
  };
}
