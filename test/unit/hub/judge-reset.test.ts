import { describe, expect, test } from 'vitest';
import { planReset } from '../../../main/hub/acts/judge-reset.ts';
import type { ProviderFactor } from '../../../main/provider/provider.ts';

const registeredAt = '2024-04-08T01:00:00.000Z';
const factor = (id: string, change: Partial<ProviderFactor> = {}): ProviderFactor => ({
  id,
  kind: 'sms',
  label: `•••${id}`,
  counts: true,
  registeredAt,
  ...change,
});
const chosen = ['a', 'b'].map((id) => {
  const { counts: _, ...rest } = factor(id);
  return rest;
});
const none = new Map<number, 'called' | 'done'>();

describe('what is left of a reset', () => {
  test('is everything at first, where all is as it was chosen', () => {
    expect(planReset(chosen, none, [factor('a'), factor('b'), factor('c')])).toEqual({
      conflict: null,
      remove: [0, 1],
      gone: [],
      changed: [],
    });
  });

  test.each([
    ['one that is not there', [factor('a')], 'reset/factor-unknown'],
    ['another label', [factor('a'), factor('b', { label: 'x' })], 'reset/factor-changed'],
    ['another kind', [factor('a'), factor('b', { kind: 'totp' })], 'reset/factor-changed'],
    ['another time', [factor('a'), factor('b', { registeredAt: null })], 'reset/factor-changed'],
  ] as const)('is nothing before it began, with %s', (_, registered, conflict) => {
    expect(planReset(chosen, none, registered)).toEqual({ conflict });
  });

  test('takes what was called for and is gone, or is another by now, as removed (I3)', () => {
    const steps = new Map([
      [0, 'called'],
      [1, 'called'],
    ] as const);
    expect(planReset(chosen, steps, [factor('b', { registeredAt: '2026-01-01T00:00:00.000Z' })])).toEqual({
      conflict: null,
      remove: [],
      gone: [0, 1],
      changed: [],
    });
  });

  test('calls again for what was called for and is still there, and never touches what was registered anew', () => {
    const steps = new Map([[0, 'called']] as const);
    expect(planReset(chosen, steps, [factor('a'), factor('b', { label: 'new' })])).toEqual({
      conflict: null,
      remove: [0],
      gone: [],
      changed: [1],
    });
  });
});
