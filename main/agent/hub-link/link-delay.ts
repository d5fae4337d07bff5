/** Wait before the next try to reach the hub: 0.5 s doubling to 30 s, with full jitter in its upper half. */
export function linkDelayMs(failures: number, random: number): number {
  const full = Math.min(30_000, 500 * 2 ** Math.min(failures, 10));
  return Math.round(full / 2 + (full / 2) * random);
}
