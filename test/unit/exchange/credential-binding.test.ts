import { describe, expect, test } from 'vitest';
import { bindingCounts, desktopAccount } from '../../../main/exchange/credential-binding.ts';

const account = 'S-1-5-21-1004336348-1177238915-682003330-512';
const binding = { station: 'counter-1', account };
const bound = { platformAuthenticators: 'bound', sharedAccounts: [] } as const;
const codeOf = (result: ReturnType<typeof bindingCounts>) => (result.ok ? 'ok' : result.refusal.code);

describe('a platform credential counts', () => {
  test.each([
    ['where it was registered', 'counter-1', bound, 'ok'],
    ['not at another station', 'counter-2', bound, 'staff/credential-elsewhere'],
    ['not where the policy says nothing', 'counter-1', undefined, 'staff/platform-refused'],
    [
      'not where the policy refuses them',
      'counter-1',
      { ...bound, platformAuthenticators: 'refused' },
      'staff/platform-refused',
    ],
    [
      'not for an account that several people use',
      'counter-1',
      { ...bound, sharedAccounts: ['uid:1000', account] },
      'staff/shared-account',
    ],
  ] as const)('%s', (_, station, rules, expected) => {
    expect(codeOf(bindingCounts(binding, station, rules))).toBe(expected);
  });
});

test.each([
  [account, true],
  ['S-1-5-18', true],
  ['uid:1000', true],
  ['uid:-1', false],
  ['uid:1000\n', false],
  ['S-1-5-21-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16', false],
  ['DOMAIN\\someone', false],
  ['', false],
])('%j as a desktop account: %s', (text, expected) => {
  expect(desktopAccount.safeParse(text).success).toBe(expected);
});
