import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFactorOf } from '../../../main/hub/re-enrolment/judge-re-enrolment.ts';
import type { ProviderFactor } from '../../../main/provider/provider.ts';

const appliedAt = new Date('2026-04-06T01:00:00.000Z');
const at = (minutes: number) => new Date(appliedAt.getTime() + minutes * 60_000).toISOString();
const factor = (id: string, more: Partial<ProviderFactor> = {}): ProviderFactor => ({
  id,
  kind: 'totp',
  label: '',
  counts: true,
  registeredAt: null,
  ...more,
});
const judge = (factors: readonly ProviderFactor[], known: readonly string[] | null) =>
  newFactorOf({ factors, known, markOf: ({ id }) => `m-${id}`, appliedAt })?.id ?? null;

describe('a new factor', () => {
  it('is one that was not there at the first look', () => {
    expect(judge([factor('a'), factor('b')], ['m-a'])).toBe('b');
    expect(judge([factor('a')], ['m-a'])).toBeNull();
    expect(judge([factor('a')], [])).toBe('a');
  });

  it('is at the first look only what the provider dates well after the suspension', () => {
    expect(judge([factor('a'), factor('b', { registeredAt: at(-60) })], null)).toBeNull();
    expect(judge([factor('b', { registeredAt: at(4) })], null)).toBeNull();
    expect(judge([factor('b', { registeredAt: at(6) })], null)).toBe('b');
  });

  it('is none that the provider dates before the suspension, under whatever id it comes', () => {
    expect(judge([factor('other-id', { registeredAt: at(-60) })], ['m-a'])).toBeNull();
    expect(judge([factor('b', { registeredAt: at(1) })], ['m-a'])).toBe('b');
  });

  it('is none that does not help: not activated, mail, an app password, a question', () => {
    for (const kind of ['mail', 'app-password', 'question'] as const)
      expect(judge([factor('b', { kind })], [])).toBeNull();
    expect(judge([factor('b', { counts: false })], [])).toBeNull();
  });

  it('is never one of the first look, whatever became of it since', () => {
    const factors = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        kind: fc.constantFrom('totp', 'push', 'mail', 'passkey'),
        label: fc.constant(''),
        counts: fc.boolean(),
        registeredAt: fc.constantFrom(null, at(-600), at(0), at(600)),
      }),
    );
    fc.assert(
      fc.property(factors, factors, (before, after) => {
        const known = before.map(({ id }) => `m-${id}`);
        const found = judge(after as ProviderFactor[], known);
        return found === null || !known.includes(`m-${found}`);
      }),
    );
  });
});
