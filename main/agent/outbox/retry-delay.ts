const firstMs = 1000;

/** Longest wait of a command for which the hub had no good answer. */
export const longestRetryMs = 5 * 60_000;
/** Longest wait of a command that didn't reach the hub: the link itself backs off, and a queue must not lag behind it. */
export const longestUnreachableMs = 2000;

/**
 * Milliseconds until a command that couldn't be delivered is tried again: full jitter over a range that doubles from one
 * second to `longestMs`, so that what failed together doesn't come back together. `attempts` counts the failed tries,
 * from 1; `random` lies in [0, 1).
 */
export function retryDelayMs(attempts: number, longestMs: number, random: number): number {
  return Math.floor(Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 20)) * random);
}
