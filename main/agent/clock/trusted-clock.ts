import { z } from 'zod';
import { ok, refuse } from '../../../preload/contract/errors.ts';
import type { Store, TrustedClock } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';
import {
  type ClockAnchor,
  type ClockMemory,
  type ClockReading,
  clockToleranceMs,
  confirmClock,
  judgeClock,
  timeAt,
} from './judge-clock.ts';
import { createSystemClock } from './system-clock.ts';

const stateKey = 'clock';
const milliseconds = z.number().int();
const clockMemory = z.strictObject({
  confirmed: z.strictObject({ time: milliseconds, wall: milliseconds }).nullable(),
  event: z.strictObject({ time: milliseconds, basis: z.enum(['hub', 'wall']) }).nullable(),
});

/** How old the hub's word may be while no policy says it. */
const defaultMaximumAgeHours = 24;
/** What is persisted may lag behind what is known by this much: the store isn't written at each contact. */
const persistEveryMs = 60_000;
/** An answer that took longer says too little about the time. */
const maximumRoundTripMs = 60_000;
/** Most that is added to the hub's word for its way back; a long poll's wait comes before the hub looks at its clock. */
export const maximumReturnMs = 1000;

/**
 * The trusted clock. It persists the hub's last word and the last event under `clock`, each at most a minute behind, so
 * that a restart neither forgets nor extends trust: afterwards the wall clock carries on, if it was right when last
 * confirmed and hasn't gone back. `monotonicMs` must go on while the machine sleeps; where it doesn't, sleeping costs
 * the trust until the hub's next word, which is the safe side.
 */
export function createTrustedClock(options: {
  readonly store: Store;
  /** Unix milliseconds; the machine's wall clock when not given. */
  readonly wall?: () => number;
  /** The machine's uptime when not given. */
  readonly monotonicMs?: () => number;
  /** The policy's `clock.maximumAgeHours`; null while no policy is known. */
  readonly maximumAgeHours: () => number | null;
}): TrustedClock {
  const { store } = options;
  const machine = createSystemClock();
  const { wall = machine.wall, monotonicMs = machine.monotonicMs } = options;
  const read = (): ClockReading => ({ wall: Math.round(wall()), monotonic: Math.round(monotonicMs()) });
  const start = read();
  let memory: ClockMemory = readState(store.read, stateKey, clockMemory) ?? { confirmed: null, event: null };
  let persisted = memory;
  let anchor: ClockAnchor = { time: start.wall, reading: start, basis: 'wall' };

  const distrust = (reading: ClockReading) => {
    const hours = options.maximumAgeHours() ?? defaultMaximumAgeHours;
    return judgeClock(anchor, memory, reading, hours * 3_600_000);
  };

  return {
    now: () => new Date(timeAt(anchor, read())),

    status() {
      const reading = read();
      const reason = distrust(reading);
      return {
        trusted: reason === null,
        now: new Date(timeAt(anchor, reading)).toISOString(),
        ...(reason === null ? {} : { reason }),
        confirmedAt: memory.confirmed === null ? null : new Date(memory.confirmed.time).toISOString(),
      };
    },

    trusted() {
      const reading = read();
      return distrust(reading) === null ? ok(new Date(timeAt(anchor, reading))) : refuse('clock/untrusted');
    },

    confirm(hubNow, roundTripMs) {
      if (!(roundTripMs >= 0 && roundTripMs <= maximumRoundTripMs)) return;
      const reading = read();
      const time = Math.round(hubNow.getTime() + Math.min(roundTripMs / 2, maximumReturnMs));
      anchor = { time, reading, basis: 'hub' };
      const before = memory;
      memory = confirmClock(before, time, reading.wall);
      const known = persisted.confirmed;
      const fresh = known !== null && Math.abs(time - known.time) < persistEveryMs;
      const sameWall =
        known !== null && Math.abs(known.wall - known.time - (reading.wall - time)) < clockToleranceMs;
      if (fresh && sameWall && memory.event === before.event) return;
      store.write((database) => writeState(database, stateKey, memory));
      persisted = memory;
    },

    noteEvent(database, at) {
      const reading = read();
      // Times that nobody vouches for must not bind the clock later.
      if (distrust(reading) !== null) return;
      const time = Math.min(at.getTime(), timeAt(anchor, reading));
      if (memory.event !== null && time <= memory.event.time) return;
      memory = { ...memory, event: { time, basis: anchor.basis } };
      if (persisted.event !== null && time - persisted.event.time < persistEveryMs) return;
      writeState(database, stateKey, memory);
      persisted = memory;
    },
  };
}
