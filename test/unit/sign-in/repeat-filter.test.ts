import { expect, test } from 'vitest';
import { createRepeatFilter } from '../../../main/agent/sign-in/repeat-filter.ts';

test('equal events pass once a minute, with the number that did not; another event passes at once', () => {
  let at = 0;
  const filter = createRepeatFilter(60_000, () => at);
  expect(filter.admit('a')).toBe(0);
  expect(filter.admit('a')).toBeNull();
  at = 59_999;
  expect(filter.admit('a')).toBeNull();
  at = 60_000;
  expect(filter.admit('a')).toBe(2);
  expect(filter.admit('b')).toBe(0);
  expect(filter.admit('a')).toBe(0);
});
