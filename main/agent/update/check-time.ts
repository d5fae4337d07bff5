const hourMs = 3_600_000;
const usualHours = 4;
/** After a failure sooner, though never all stations at once. */
const failureHours = 0.5;

/**
 * How long until the repository is asked again, in milliseconds: `random` (0 to 1) spreads the stations of a room, half
 * the pause to either side. The first time after a start 2 to 12 minutes.
 */
export function checkPauseMs(
  after: 'start' | 'answer' | 'failure',
  hours: number | undefined,
  random: number,
): number {
  if (after === 'start') return (2 + random * 10) * 60_000;
  const whole = hours ?? usualHours;
  return (after === 'failure' ? Math.min(failureHours, whole) : whole) * hourMs * (0.5 + random);
}
