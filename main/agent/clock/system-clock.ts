import { uptime } from 'node:os';

/** The machine's uptime is asked for at most this often: it costs several system calls each time. */
const askEveryMs = 1000;

/**
 * The machine's own clocks, as the trusted clock takes them. `wall` is the wall clock in Unix milliseconds, which anybody
 * with the right may set. `monotonicMs` is the machine's uptime, time asleep included (at most a second after waking),
 * which no setting of the clock changes; it never goes back.
 */
export function createSystemClock(): { wall(): number; monotonicMs(): number } {
  let asked = { uptimeMs: uptime() * 1000, processMs: performance.now() };
  return {
    wall: () => Date.now(),
    monotonicMs() {
      const processMs = performance.now();
      const uptimeMs = asked.uptimeMs + (processMs - asked.processMs);
      if (processMs - asked.processMs < askEveryMs) return uptimeMs;
      asked = { uptimeMs: Math.max(uptimeMs, uptime() * 1000), processMs };
      return asked.uptimeMs;
    },
  };
}
