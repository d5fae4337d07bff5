import { describe, expect, it } from 'vitest';
import { base32Of, codeAt, matchingSteps, stepAt } from '../../../main/exchange/totp-code.ts';
import { judgeCode, waitAfter } from '../../../main/hub/totp/judge-code.ts';

/** The secret of RFC 6238, appendix B. */
const secret = Buffer.from('12345678901234567890');
const now = new Date('2026-04-06T01:00:00.000Z');
const current = stepAt(now);

const judge = (code: string, change: { lastStep?: number; told?: readonly number[]; now?: Date } = {}) =>
  judgeCode({
    secret,
    code,
    now: change.now ?? now,
    lastStep: change.lastStep ?? 0,
    told: new Set(change.told ?? []),
  });
const verdictOf = (aheadSeconds: number) => {
  const judged = judge(codeAt(secret, current + aheadSeconds / 30));
  return judged.outcome === 'refused' ? judged.verdict : judged;
};

describe('codes of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %s s are those of RFC 6238, appendix B', (seconds, code) => {
    expect(codeAt(secret, stepAt(new Date(seconds * 1000)))).toBe(code);
  });

  it('have their secret in base 32 (RFC 4648)', () => {
    expect(base32Of(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});

describe('judging a code', () => {
  it('takes this step and its neighbours', () => {
    for (const off of [-1, 0, 1])
      expect(judge(codeAt(secret, current + off))).toEqual({ outcome: 'accepted', step: current + off });
  });

  it('never takes a step that was used or is older, nor one that was told', () => {
    const used = { outcome: 'refused', verdict: { outcome: 'used' }, told: [] };
    for (const off of [-1, 0])
      expect(judge(codeAt(secret, current + off), { lastStep: current })).toEqual(used);
    expect(judge(codeAt(secret, current), { told: [current] })).toEqual(used);
  });

  it.each([
    [210, { outcome: 'clock', aheadSeconds: 210 }],
    [-90, { outcome: 'clock', aheadSeconds: -90 }],
    [900, { outcome: 'clock', aheadSeconds: 900 }],
    [3600, { outcome: 'zone', aheadMinutes: 60 }],
    [9 * 3600, { outcome: 'zone', aheadMinutes: 540 }],
    [9 * 3600 + 60, { outcome: 'zone', aheadMinutes: 540 }],
    [-5.5 * 3600 - 30, { outcome: 'zone', aheadMinutes: -330 }],
    [14 * 3600, { outcome: 'zone', aheadMinutes: 840 }],
    [-3600 - 300, { outcome: 'clock', aheadSeconds: -3900 }],
    [14 * 3600 + 30, { outcome: 'wrong' }],
  ])('explains a phone that is %s s ahead', (ahead, verdict) => {
    expect(verdictOf(ahead)).toEqual(verdict);
  });

  it('says of which steps to come it told, each of them, and of none that are past', () => {
    const code = codeAt(secret, current + 40);
    const told = matchingSteps(
      secret,
      code,
      Array.from({ length: 1680 }, (_, index) => current + 1 + index),
    );
    expect(judge(code)).toMatchObject({ outcome: 'refused', told });
    expect(told).toContain(current + 40);
    expect(judge(codeAt(secret, current - 40))).toMatchObject({ outcome: 'refused', told: [] });
  });
});

describe('waiting after failures', () => {
  it('begins with the fifth at 30 s and rises to an hour', () => {
    expect([1, 4, 5, 6, 7, 11, 12, 99].map(waitAfter)).toEqual([0, 0, 30, 60, 120, 1920, 3600, 3600]);
  });
});
