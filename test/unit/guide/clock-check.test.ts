import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClockChecks, judgeClock } from '../../../main/agent/guide/clock-check.ts';
import type { Caller } from '../../../main/agent/ports.ts';
import { codeAt, stepAt, stepSeconds } from '../../../main/exchange/totp-code.ts';
import { ok, refuse } from '../../../preload/contract/errors.ts';

const now = new Date('2026-04-06T01:00:12.000Z');
const newCaller = (): Caller => ({ account: null, shared: false });

function desk(options: { trusted?: boolean; timeZone?: string } = {}) {
  const time = { at: now, monotonic: 0, trusted: options.trusted ?? true };
  const checks = createClockChecks({
    clock: { trusted: () => (time.trusted ? ok(time.at) : refuse('clock/untrusted')) },
    timeZone: () => options.timeZone ?? 'Asia/Tokyo',
    monotonicMs: () => time.monotonic,
  });
  return { checks, time };
}

/** The bytes of a base-32 secret (RFC 4648 §6), as an app reads them. */
function bytesOf(base32: string): Uint8Array {
  const bits = [...base32]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** What a phone whose UTC is ahead by so many seconds would show now. */
function shown(secret: string, aheadSeconds: number, at = now): string {
  return codeAt(bytesOf(secret), stepAt(new Date(at.getTime() + aheadSeconds * 1000)));
}

/** The verdict on that phone; where moments cannot be told apart, on its next code too. */
function verdictOn(aheadSeconds: number, timeZone?: string) {
  const { checks, time } = desk(timeZone === undefined ? {} : { timeZone });
  const caller = newCaller();
  const begun = checks.begin(caller);
  if (!begun.ok) throw new Error(begun.refusal.code);
  const { id, secret } = begun.value;
  for (let code = 1; code <= 4; code += 1) {
    const judged = checks.judge({ id, code: shown(secret, aheadSeconds, time.at) }, caller);
    if (!judged.ok) throw new Error(judged.refusal.code);
    if (judged.value.outcome !== 'again') return judged.value;
    time.at = new Date(time.at.getTime() + stepSeconds * 1000);
  }
  throw new Error('four codes did not tell');
}

describe('the clock check', () => {
  it('tells a clock 3 min 30 s ahead, to half a minute', () => {
    const verdict = verdictOn(210);
    expect(verdict).toEqual({ outcome: 'clock', aheadSeconds: 210 });
  });

  it('tells +9 h: the hands are right, and the zone is UTC', () => {
    expect(verdictOn(9 * 3600)).toEqual({
      outcome: 'zone',
      aheadMinutes: 540,
      offsetMinutes: 0,
      place: { ja: 'ロンドン（冬）・UTC', en: 'London in winter, UTC' },
    });
  });

  it('names any offset within 14 hours to half a minute, and in step only what is', () => {
    assert(
      property(integer({ min: -14 * 3600 + 30, max: 14 * 3600 - 30 }), (ahead) => {
        const verdict = verdictOn(ahead);
        switch (verdict.outcome) {
          case 'in-step':
            return Math.abs(ahead) < 2 * stepSeconds;
          case 'clock':
            return Math.abs(verdict.aheadSeconds - ahead) <= stepSeconds;
          case 'zone':
            return Math.abs(verdict.aheadMinutes * 60 - ahead) <= 60 + stepSeconds;
          default:
            return false;
        }
      }),
      { numRuns: 80 },
    );
  });

  it('names the zone of every offset of the world, from wherever the institution is', () => {
    const zones = [-600, -480, -300, -210, 0, 60, 180, 330, 345, 480, 525, 600, 720, 780] as const;
    assert(
      property(constantFrom(...zones), constantFrom('Asia/Tokyo', 'Europe/Paris'), (zone, home) => {
        const homeMinutes = home === 'Asia/Tokyo' ? 540 : 120;
        const aheadMinutes = homeMinutes - zone;
        if (Math.abs(aheadMinutes) >= 14 * 60 || Math.abs(aheadMinutes) < 30) return true;
        const verdict = verdictOn(aheadMinutes * 60, home);
        return verdict.outcome === 'zone' && verdict.offsetMinutes === zone;
      }),
    );
  });

  it('finds nothing for a code of no moment, and starts over', () => {
    const secret = Buffer.from('12345678901234567890');
    const current = stepAt(now);
    const codes = new Set<string>();
    for (let step = current - 1680; step <= current + 1680; step += 1) codes.add(codeAt(secret, step));
    let code = 0;
    while (codes.has(String(code).padStart(6, '0'))) code += 1;
    expect(judgeClock({ secret, code: String(code).padStart(6, '0'), now, possible: [5, 90] })).toEqual({
      offset: null,
      possible: null,
    });
  });

  it('asks for another code where two moments share one, and decides by that', () => {
    const secret = Buffer.from('12345678901234567890');
    const current = stepAt(now);
    const seen = new Map<string, number>();
    let twice: readonly [number, number] | null = null;
    for (let offset = 2; offset <= 1680 && twice === null; offset += 1) {
      const code = codeAt(secret, current + offset);
      const before = seen.get(code);
      if (before !== undefined) twice = [before, offset];
      seen.set(code, offset);
    }
    if (twice === null) return; // no repetition among these: then there is nothing to tell apart
    const [, real] = twice;
    const first = judgeClock({ secret, code: codeAt(secret, current + real), now, possible: null });
    expect(first.offset).toBeNull();
    const later = new Date(now.getTime() + 30_000);
    const second = judgeClock({
      secret,
      code: codeAt(secret, stepAt(later) + real),
      now: later,
      possible: first.possible,
    });
    expect(second.offset).toBe(real);
  });

  it('says that it is not possible while the station’s clock cannot be trusted (I6)', () => {
    const { checks, time } = desk();
    const caller = newCaller();
    const begun = checks.begin(caller);
    if (!begun.ok) throw new Error('not begun');
    time.trusted = false;
    expect(checks.begin(caller)).toEqual(refuse('guide/no-clock'));
    expect(checks.judge({ id: begun.value.id, code: '123456' }, caller)).toEqual(refuse('guide/no-clock'));
  });

  it('ends after ten minutes, with the next check, and belongs to one connection', () => {
    const { checks, time } = desk();
    const [mine, other] = [newCaller(), newCaller()];
    const begun = checks.begin(mine);
    if (!begun.ok) throw new Error('not begun');
    const input = { id: begun.value.id, code: shown(begun.value.secret, 0) };
    expect(checks.judge(input, mine)).toEqual(ok({ outcome: 'in-step' }));
    expect(checks.judge(input, other)).toEqual(refuse('guide/check-over'));
    checks.begin(mine);
    expect(checks.judge(input, mine)).toEqual(refuse('guide/check-over'));
    const again = checks.begin(mine);
    if (!again.ok) throw new Error('not begun');
    time.monotonic = 10 * 60_000;
    expect(checks.judge({ ...input, id: again.value.id }, mine)).toEqual(refuse('guide/check-over'));
  });

  it('makes a secret of 160 bits that names no account (I7)', () => {
    const begun = desk().checks.begin(newCaller());
    if (!begun.ok) throw new Error('not begun');
    expect(bytesOf(begun.value.secret)).toHaveLength(20);
    const address = new URL(begun.value.uri);
    expect(address.protocol).toBe('otpauth:');
    expect(address.searchParams.get('secret')).toBe(begun.value.secret);
  });
});
