import { describe, expect, it } from 'vitest';
import { createCallOrder } from '../../../main/hub/reconcile/due-people.ts';
import { createProviderCalls } from '../../../main/hub/reconcile/provider-calls.ts';

const signal = new AbortController().signal;

describe('calls of the provider', () => {
  const gate = (callsPerMinute = 600, concurrentCalls = 2) => {
    const clock = { time: 0 };
    const calls = createProviderCalls(
      { callsPerMinute, concurrentCalls },
      () => 0.5,
      () => clock.time,
    );
    return { clock, calls };
  };

  it('are only so many at a time; one that ends twice frees one place', () => {
    const { calls } = gate();
    const first = calls.start();
    expect(calls.start()).not.toBeNull();
    expect(calls.start()).toBeNull();
    first?.end();
    first?.end();
    expect(calls.start()).not.toBeNull();
    expect(calls.start()).toBeNull();
  });

  it('all wait while the provider wants none, with jitter, and never longer than an hour and that', () => {
    const { clock, calls } = gate();
    calls.start()?.end({ ok: false, retryAfterMs: 20_000 });
    expect([calls.start(), calls.available(), calls.pausedMs(), calls.waitMs()]).toEqual([
      null,
      0,
      22_500,
      22_500,
    ]);
    clock.time = 22_500;
    const [short, long] = [calls.start(), calls.start()];
    long?.end({ ok: false, retryAfterMs: 1e12 });
    // A shorter wish does not end a longer one.
    short?.end({ ok: false, retryAfterMs: 1000 });
    expect(calls.pausedMs()).toBe(3_600_000 + 15_000);
  });

  it('go on after a failure that asks for no pause', () => {
    const { calls } = gate();
    calls.start()?.end({ ok: false });
    expect(calls.start()).not.toBeNull();
  });

  it('are had in turn by those who wait, before anybody who does not', async () => {
    const { calls } = gate(600, 1);
    const under = calls.start();
    const order: string[] = [];
    const first = calls.turn(signal).then((call) => {
      order.push('first');
      expect(calls.start()).toBeNull();
      call?.end();
    });
    const second = calls.turn(signal).then((call) => {
      order.push('second');
      call?.end();
    });
    under?.end();
    expect(calls.start()).toBeNull();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(calls.start()).not.toBeNull();
  });

  it('are not waited for when that is long, and a wait that is aborted holds up nobody', async () => {
    const { clock, calls } = gate(600, 1);
    const leaving = new AbortController();
    const under = calls.start();
    const waiting = calls.turn(leaving.signal);
    leaving.abort();
    await expect(waiting).rejects.toThrow();
    under?.end({ ok: false, retryAfterMs: 300_000 });
    expect(await calls.turn(signal)).toBeNull();
    clock.time += 400_000;
    expect(calls.start()).not.toBeNull();
  });
});

describe('the order of calls', () => {
  it('puts ends before new suspensions, and starves neither (I2)', () => {
    const next = createCallOrder();
    // One call at a time, with queues made anew each time, as a spent budget has it.
    const taken = Array.from({ length: 8 }, () => next({ ending: ['end'], applying: ['new'] }));
    expect(taken).toEqual(['end', 'end', 'end', 'new', 'end', 'end', 'end', 'new']);
    expect(next({ ending: [], applying: ['new'] })).toBe('new');
    expect(next({ ending: [], applying: [] })).toBeUndefined();
  });
});
