import { uptime } from 'node:os';

/** The machine's own clocks, as the trusted clock takes them. */
export const systemClock = {
  /** The wall clock: Unix milliseconds. Anybody with the right may set it. */
  wall: (): number => Date.now(),
  /** Milliseconds since the machine was switched on, time asleep included; no setting of the clock changes it. */
  monotonicMs: (): number => uptime() * 1000,
} as const;
