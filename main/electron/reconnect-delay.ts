/** Back-off between tries to reach the agent: 100 ms doubling to 5 s, each shortened by up to a half at random. */
export function reconnectDelayMs(failures: number, random: number): number {
  const full = Math.min(5000, 100 * 2 ** Math.min(failures, 10));
  return Math.round(full * (1 - random / 2));
}
