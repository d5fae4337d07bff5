import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Approval, judgeSecondApproval } from '../../../main/exchange/second-approval.ts';

const account = 'S-1-5-21-1004336348-1177238915-682003330-512';
const hello = (station: string) => ({ station, account });
const approval = (operator: string, change: Partial<Approval> = {}): Approval => ({
  operator,
  person: null,
  binding: undefined,
  ...change,
});
const codeOf = (first: Approval, second: Approval) => {
  const judged = judgeSecondApproval(first, second);
  return judged.ok ? 'ok' : judged.refusal.code;
};

test.each([
  ['two operators with keys that they carry', approval('a'), approval('b'), 'ok'],
  [
    'a key, and Windows Hello of another operator',
    approval('a'),
    approval('b', { binding: hello('s') }),
    'ok',
  ],
  ['one operator twice', approval('a'), approval('a'), 'case/approval-own'],
  [
    'one operator by a key and by Windows Hello',
    approval('a'),
    approval('a', { binding: hello('s') }),
    'case/approval-own',
  ],
  [
    'one person under two names',
    approval('a', { person: 'p' }),
    approval('b', { person: 'p' }),
    'case/approval-own',
  ],
  [
    'two operators on one Windows account',
    approval('a', { binding: hello('s') }),
    approval('b', { binding: hello('s') }),
    'case/approval-same-account',
  ],
  [
    'two operators on one Windows account at two stations',
    approval('a', { binding: hello('s') }),
    approval('b', { binding: hello('t') }),
    'case/approval-same-account',
  ],
] as const)('%s (I4): %#', (_, first, second, expected) => {
  expect(codeOf(first, second)).toBe(expected);
});

describe('for any two approvals (I4)', () => {
  // Few values, so that they meet often.
  const anyApproval: fc.Arbitrary<Approval> = fc.record({
    operator: fc.constantFrom('a', 'b', 'account uid:1'),
    person: fc.constantFrom(null, 'p', 'q'),
    binding: fc.option(
      fc.record({ station: fc.constantFrom('s', 't'), account: fc.constantFrom('uid:1', 'uid:2', account) }),
      { nil: undefined },
    ),
  });
  const pair = fc.tuple(anyApproval, anyApproval);

  test('two that count differ in operator, in person and in desktop account', () => {
    fc.assert(
      fc.property(pair, ([first, second]) => {
        if (!judgeSecondApproval(first, second).ok) return;
        expect(first.operator).not.toBe(second.operator);
        if (first.person !== null) expect(first.person).not.toBe(second.person);
        if (first.binding !== undefined) expect(first.binding.account).not.toBe(second.binding?.account);
      }),
    );
  });

  test('two that differ in all of it count', () => {
    fc.assert(
      fc.property(pair, ([first, second]) => {
        const apart =
          first.operator !== second.operator &&
          (first.person === null || first.person !== second.person) &&
          (first.binding === undefined || first.binding.account !== second.binding?.account);
        expect(judgeSecondApproval(first, second).ok).toBe(apart);
      }),
    );
  });

  test('it does not matter which came first, nor at which station', () => {
    fc.assert(
      fc.property(pair, ([first, second]) => {
        expect(codeOf(first, second)).toBe(codeOf(second, first));
        const moved =
          second.binding === undefined
            ? second
            : { ...second, binding: { ...second.binding, station: 'another' } };
        expect(codeOf(first, moved)).toBe(codeOf(first, second));
      }),
    );
  });

  test('none stands beside itself', () => {
    fc.assert(
      fc.property(anyApproval, (one) => {
        expect(codeOf(one, one)).toBe('case/approval-own');
      }),
    );
  });
});
