import { useEffect, useState } from 'react';
import { useStation } from './station.tsx';

/**
 * The station's own time in milliseconds, followed at each full `step` (never shorter than a second); null until the
 * agent has said what time it is. This machine's wall clock is never used: it may not be trusted.
 */
export function useStationNow(step: number): number | null {
  const { clockOffset } = useStation();
  const [, tick] = useState(0);

  useEffect(() => {
    if (clockOffset === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const schedule = () => {
      const now = performance.now() + clockOffset;
      timer = setTimeout(
        () => {
          tick((count) => count + 1);
          schedule();
        },
        step - (now % step) + 5,
      );
    };
    schedule();
    return () => clearTimeout(timer);
  }, [clockOffset, step]);

  return clockOffset === null ? null : performance.now() + clockOffset;
}
