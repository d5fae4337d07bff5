import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../main/agent/clock/system-clock.ts';
import { createTrustedClock } from '../../../main/agent/clock/trusted-clock.ts';
import type { Store } from '../../../main/agent/ports.ts';
import { createStoreFolder, type StoreFolder } from '../store/store-folder.ts';

const hour = 3_600_000;
const start = Date.parse('2026-05-01T09:00:00.000Z');

let folder: StoreFolder;
let store: Store;
beforeEach(() => {
  folder = createStoreFolder();
  store = folder.open();
});
afterEach(() => {
  store.close();
  folder.remove();
});

/** A machine whose wall clock is off by some time from the truth. */
function createMachine(maximumAgeHours: number | null = null) {
  const machine = { truth: start, wallError: 0, booted: start - hour };
  return {
    machine,
    clock: () =>
      createTrustedClock({
        store,
        wall: () => machine.truth + machine.wallError,
        monotonicMs: () => machine.truth - machine.booted,
        maximumAgeHours: () => maximumAgeHours,
      }),
  };
}

describe('trust', () => {
  it('I6: begins with the hub’s word, and ends when that is older than the policy allows', () => {
    const { machine, clock } = createMachine(8);
    const trusted = clock();
    expect(trusted.status()).toMatchObject({ trusted: false, reason: 'never-confirmed', confirmedAt: null });
    expect(trusted.trusted()).toEqual({ ok: false, refusal: { code: 'clock/untrusted' } });
    trusted.confirm(new Date(machine.truth), 40);
    machine.truth += 8 * hour;
    expect(trusted.trusted()).toEqual({ ok: true, value: new Date(machine.truth + 20) });
    machine.truth += 1000;
    expect(trusted.status().reason).toBe('confirmation-too-old');
  });

  it('is bounded to a day while no policy says more', () => {
    const { machine, clock } = createMachine(null);
    const trusted = clock();
    trusted.confirm(new Date(machine.truth), 0);
    machine.truth += 24 * hour;
    expect(trusted.status().trusted).toBe(true);
    machine.truth += 1000;
    expect(trusted.status().trusted).toBe(false);
  });

  it('takes the hub’s time, not the wall clock’s, however wrong that is', () => {
    const { machine, clock } = createMachine();
    machine.wallError = -300 * hour;
    const trusted = clock();
    trusted.confirm(new Date(machine.truth), 0);
    machine.truth += hour;
    expect(trusted.trusted()).toEqual({ ok: true, value: new Date(machine.truth) });
  });

  it('ignores a word that took too long to be of use', () => {
    const { machine, clock } = createMachine();
    const trusted = clock();
    for (const roundTripMs of [61_000, -1, Number.NaN]) trusted.confirm(new Date(machine.truth), roundTripMs);
    expect(trusted.status().reason).toBe('never-confirmed');
  });
});

describe('I6: in any history of clock settings, waits, confirmations and restarts', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ step: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 30 * hour }) }),
      fc.record({ step: fc.constant('set' as const), ms: fc.integer({ min: -100 * hour, max: 100 * hour }) }),
      fc.record({ step: fc.constant('confirm' as const), ms: fc.integer({ min: 0, max: 2000 }) }),
      fc.record({ step: fc.constant('event' as const), ms: fc.constant(0) }),
    ),
    { maxLength: 30 },
  );

  it('a trusted time is the true time, as long as the agent runs', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { machine, clock } = createMachine();
        store.write((database) => database.run(`DELETE FROM station_state WHERE key = 'clock'`));
        const trusted = clock();
        for (const { step, ms } of history) {
          if (step === 'wait') machine.truth += ms;
          else if (step === 'set') machine.wallError += ms;
          else if (step === 'confirm') trusted.confirm(new Date(machine.truth), ms);
          else store.write((database) => trusted.noteEvent(database, trusted.now()));
          const time = trusted.trusted();
          if (time.ok) expect(Math.abs(time.value.getTime() - machine.truth)).toBeLessThanOrEqual(1000);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a restart extends no trust: never beyond the age, never before what is known', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: -100 * hour, max: 100 * hour }), (history, set) => {
        const { machine, clock } = createMachine();
        store.write((database) => database.run(`DELETE FROM station_state WHERE key = 'clock'`));
        const before = clock();
        let confirmedAt: number | null = null;
        for (const { step, ms } of history) {
          if (step === 'wait') machine.truth += ms;
          else if (step === 'confirm') {
            before.confirm(new Date(machine.truth), ms);
            confirmedAt = machine.truth;
          } else if (step === 'set') machine.wallError = ms;
        }
        machine.wallError = set;
        machine.booted = machine.truth;
        const time = clock().trusted();
        if (!time.ok) return;
        if (confirmedAt === null) throw new Error('trusted without a word of the hub');
        expect(time.value.getTime()).toBeGreaterThanOrEqual(confirmedAt - 6 * 60_000);
        expect(time.value.getTime()).toBeLessThanOrEqual(confirmedAt + 24 * hour + 1000);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what outlives the agent', () => {
  it('the last word and the last event: a clock that was set back while it was off is noticed', () => {
    const { machine, clock } = createMachine();
    const first = clock();
    first.confirm(new Date(machine.truth), 0);
    machine.truth += 2 * hour;
    store.write((database) => first.noteEvent(database, first.now()));
    machine.booted = machine.truth;
    expect(clock().status()).toMatchObject({ trusted: true, confirmedAt: new Date(start).toISOString() });
    machine.wallError = -hour;
    expect(clock().status()).toMatchObject({ trusted: false, reason: 'before-last-event' });
  });

  it('an event under an untrusted clock binds nothing', () => {
    const { machine, clock } = createMachine();
    machine.wallError = 400 * hour;
    const trusted = clock();
    store.write((database) => trusted.noteEvent(database, trusted.now()));
    machine.wallError = 0;
    trusted.confirm(new Date(machine.truth), 0);
    expect(trusted.status().trusted).toBe(true);
  });

  it('is not written at every contact', () => {
    const { machine, clock } = createMachine();
    const trusted = clock();
    const written = () =>
      store.read.get<{ value: string }>(`SELECT value FROM station_state WHERE key = 'clock'`)?.value;
    trusted.confirm(new Date(machine.truth), 0);
    const first = written();
    machine.truth += 30_000;
    trusted.confirm(new Date(machine.truth), 0);
    expect(written()).toBe(first);
    machine.truth += 40_000;
    trusted.confirm(new Date(machine.truth), 0);
    expect(written()).not.toBe(first);
  });
});

it('the machine’s own monotonic clock never goes back', () => {
  const clock = createSystemClock();
  let last = clock.monotonicMs();
  for (let turn = 0; turn < 20_000; turn += 1) {
    const now = clock.monotonicMs();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
  expect(Math.abs(clock.wall() - Date.now())).toBeLessThan(1000);
});
