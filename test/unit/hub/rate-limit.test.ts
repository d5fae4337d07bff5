import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../../main/hub/rate-limit.ts';

describe('rate limit', () => {
  it('lets a burst through, then what the rate allows, per key', () => {
    let time = 0;
    const limiter = createRateLimiter({ burst: 2, perSecond: 0.5 }, () => time);
    expect([1, 2, 3].map(() => limiter.take('a'))).toEqual([0, 0, 2]);
    expect(limiter.take('b')).toBe(0);
    time = 1999;
    expect(limiter.take('a')).toBe(1);
    time = 2000;
    expect([1, 2].map(() => limiter.take('a'))).toEqual([0, 2]);
    time = 1_000_000;
    expect([1, 2, 3].map(() => limiter.take('a'))).toEqual([0, 0, 2]);
  });
});
