const baseMs = 1_000;
const ceilingMs = 5 * 60_000;
/** However long a provider asks us to wait: no suspension may outlive its end by more than this unasked (I2). */
const maximumRetryAfterMs = 60 * 60_000;

/**
 * How long to wait before the next attempt, in milliseconds: exponential with full jitter (a random share of 1, 2, 4 …
 * s, at most 5 min), and never less than what the provider asked for.
 *
 * @param attempts failed attempts so far, at least 1
 * @param random a number from 0 up to 1
 */
export function retryDelay(attempts: number, retryAfterMs: number | undefined, random: number): number {
  const ceiling = Math.min(ceilingMs, baseMs * 2 ** Math.min(attempts - 1, 20));
  const jittered = Math.max(1, Math.ceil(ceiling * random));
  return Math.max(jittered, Math.min(Math.max(0, Math.ceil(retryAfterMs ?? 0)), maximumRetryAfterMs));
}
