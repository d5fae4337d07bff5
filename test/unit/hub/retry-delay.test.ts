import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../../main/hub/reconcile/retry-delay.ts';

describe('retry delay', () => {
  it('doubles its ceiling up to five minutes, and takes a random share of it', () => {
    expect([1, 2, 3, 9, 10, 500].map((attempts) => retryDelay(attempts, undefined, 1))).toEqual([
      1000, 2000, 4000, 256_000, 300_000, 300_000,
    ]);
    expect(retryDelay(3, undefined, 0.5)).toBe(2000);
    expect(retryDelay(3, undefined, 0)).toBe(1);
  });

  it('waits at least as long as the provider asks, up to an hour (I2)', () => {
    expect(retryDelay(1, 7000, 0.5)).toBe(7000);
    expect(retryDelay(9, 7000, 1)).toBe(256_000);
    expect(retryDelay(1, 24 * 3_600_000, 0.5)).toBe(3_600_000);
    expect(retryDelay(1, -5, 0.5)).toBe(500);
  });
});
