import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ClockAnchor,
  type ClockMemory,
  clockToleranceMs,
  confirmClock,
  judgeClock,
  timeAt,
} from '../../../main/agent/clock/judge-clock.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-05-01T12:00:00.000Z');
const anchor: ClockAnchor = { time: noon, reading: { wall: noon, monotonic: 1000 }, basis: 'hub' };
const memory: ClockMemory = { confirmed: { time: noon, wall: noon }, event: null };
const later = (ms: number, wallMs = ms) => ({ wall: noon + wallMs, monotonic: 1000 + ms });

describe('I6: the clock is trusted', () => {
  it('within the age that the policy gives, and not a moment longer', () => {
    expect(judgeClock(anchor, memory, later(24 * hour), 24 * hour)).toBeNull();
    expect(judgeClock(anchor, memory, later(24 * hour + 1), 24 * hour)).toBe('confirmation-too-old');
  });

  it('never before the hub has said the time', () => {
    expect(judgeClock(anchor, { confirmed: null, event: null }, later(0), hour)).toBe('never-confirmed');
  });

  it('only while wall and monotonic clock move alike, whichever way the wall clock is set', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 * hour }),
        fc.integer({ min: -400 * hour, max: 400 * hour }),
        (elapsed, jump) => {
          const tolerance = clockToleranceMs + elapsed * 0.0005;
          const judged = judgeClock(anchor, memory, later(elapsed, elapsed + jump), 24 * hour);
          expect(judged).toBe(Math.abs(jump) > tolerance ? 'disagrees-with-monotonic' : null);
          expect(timeAt(anchor, later(elapsed, elapsed + jump))).toBe(noon + elapsed);
        },
      ),
    );
  });

  it('not before the last stored event', () => {
    const event = { time: noon + hour, basis: 'hub' } as const;
    expect(judgeClock(anchor, { ...memory, event }, later(hour / 2), 24 * hour)).toBe('before-last-event');
    expect(judgeClock(anchor, { ...memory, event }, later(hour), 24 * hour)).toBeNull();
  });
});

describe('after a restart', () => {
  const restarted = (wall: number): ClockAnchor => ({
    time: wall,
    reading: { wall, monotonic: 5 },
    basis: 'wall',
  });
  const judge = (wall: number, remembered: ClockMemory = memory) =>
    judgeClock(restarted(wall), remembered, { wall, monotonic: 5 }, 24 * hour);

  it('the wall clock carries on, unless it went back before what is known or beyond the age', () => {
    expect(judge(noon + hour)).toBeNull();
    expect(judge(noon - hour)).toBe('before-last-event');
    expect(judge(noon + 25 * hour)).toBe('confirmation-too-old');
  });

  it('a wall clock that was wrong when last confirmed is not believed', () => {
    const wrong = { confirmed: { time: noon, wall: noon - 2 * hour }, event: null };
    expect(judge(noon + hour, wrong)).toBe('disagrees-with-monotonic');
  });

  it('an event of that time binds the wall clock, yet gives way to the hub; one that the hub vouched for does not', () => {
    const ahead = { ...memory, event: { time: noon + 10 * hour, basis: 'wall' } as const };
    expect(judge(noon + hour, ahead)).toBe('before-last-event');
    const corrected = confirmClock(ahead, noon + hour, noon + hour);
    const now: ClockAnchor = {
      time: noon + hour,
      reading: { wall: noon + hour, monotonic: 9 },
      basis: 'hub',
    };
    expect(judgeClock(now, corrected, now.reading, 24 * hour)).toBeNull();
    const vouched = { ...memory, event: { time: noon + 10 * hour, basis: 'hub' } as const };
    const stays = confirmClock(vouched, noon + hour, noon + hour);
    expect(judgeClock(now, stays, now.reading, 24 * hour)).toBe('before-last-event');
  });
});
