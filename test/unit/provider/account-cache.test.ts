import { expect, test } from 'vitest';
import { createAccountCache } from '../../../main/provider/account-cache.ts';

test('remembers an account for its time, forgets it when told', () => {
  let now = 0;
  const cache = createAccountCache(1000, () => now);
  cache.set('a', 'A');
  cache.set('b', 'B');
  now = 999;
  expect(cache.get('a')).toBe('A');
  cache.forget('a');
  expect(cache.get('a')).toBeUndefined();
  now = 1000;
  expect(cache.get('b')).toBeUndefined();
});

test('holds ten thousand at most; the oldest goes first', () => {
  const cache = createAccountCache(1000, () => 0);
  for (let person = 0; person <= 10_000; person += 1) cache.set(String(person), 'x');
  expect(cache.get('0')).toBeUndefined();
  expect(cache.get('1')).toBe('x');
  expect(cache.get('10000')).toBe('x');
});
