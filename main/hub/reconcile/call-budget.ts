const minuteUs = 60_000_000;

export interface CallBudget {
  /** How many calls may be made at this moment. */
  available(): number;
  /** Takes one; false when none may be made yet. */
  take(): boolean;
  /** Milliseconds until one may be made; 0 for now. */
  waitMs(): number;
}

/**
 * A token bucket that never lets more than `callsPerMinute` through in any minute, wherever the minute begins: a
 * burst of about a tenth of them, and the rest evenly. A plain bucket would let a full burst through beside a full
 * minute's refill; this one refills so much the slower (90 % of the budget is what a long queue gets). Kept as the
 * generic cell rate algorithm's theoretical arrival time (ITU-T I.371, annex A), in whole microseconds.
 *
 * @param monotonicMs a clock that never goes back, in milliseconds
 */
export function createCallBudget(callsPerMinute: number, monotonicMs: () => number): CallBudget {
  const burst = 1 + Math.floor(callsPerMinute / 10);
  const intervalUs = Math.ceil(minuteUs / (callsPerMinute - burst + 1));
  let fullAt = Number.NEGATIVE_INFINITY;
  const nowUs = () => Math.floor(monotonicMs() * 1000);
  const available = () => Math.min(burst, Math.max(0, Math.floor((nowUs() - fullAt) / intervalUs) + burst));
  return {
    available,
    take() {
      if (available() < 1) return false;
      fullAt = Math.max(nowUs(), fullAt) + intervalUs;
      return true;
    },
    waitMs: () => Math.max(0, Math.ceil((fullAt - (burst - 1) * intervalUs - nowUs()) / 1000)),
  };
}
