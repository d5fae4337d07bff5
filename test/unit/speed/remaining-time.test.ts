import { describe, expect, it } from 'vitest';
import { remainingSeconds } from '../../../renderer/app/remaining-time.ts';

const first = { atMs: 1000, done: 0 };

describe('how long work still takes', () => {
  it('follows from its pace, in steps that stand still', () => {
    expect(remainingSeconds(first, { atMs: 5000, done: 100 }, 1000)).toBe(40);
    expect(remainingSeconds(first, { atMs: 5100, done: 100 }, 1000)).toBe(40);
    expect(remainingSeconds(first, { atMs: 5000, done: 10 }, 1000)).toBe(420);
    expect(remainingSeconds(first, { atMs: 5000, done: 999 }, 1000)).toBe(10);
  });

  it('is not said while nobody can tell', () => {
    expect(remainingSeconds(first, { atMs: 2999, done: 500 }, 1000)).toBeNull();
    expect(remainingSeconds(first, { atMs: 9000, done: 0 }, 1000)).toBeNull();
    expect(remainingSeconds(first, { atMs: 9000, done: 500 }, null)).toBeNull();
  });
});
