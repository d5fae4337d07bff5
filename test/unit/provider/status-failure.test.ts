import { describe, expect, test } from 'vitest';
import { failureOfStatus } from '../../../main/provider/status-failure.ts';

const now = Date.parse('2026-04-06T01:00:00Z');
const wait = (headers: Record<string, string>) =>
  failureOfStatus(429, new Headers(headers), now).retryAfterMs;

describe('a status that is no success', () => {
  test.each([400, 401, 403, 404, 405, 409, 422])('%i will be answered again: refused', (status) => {
    expect(failureOfStatus(status, new Headers())).toEqual({ ok: false, code: 'provider/refused' });
  });

  test.each([200, 302, 408, 425, 429, 500, 502, 503, 504])('%i may pass: unavailable', (status) => {
    expect(failureOfStatus(status, new Headers())).toEqual({ ok: false, code: 'provider/unavailable' });
  });

  test('Retry-After in seconds, and as a date by the service’s own clock', () => {
    expect(wait({ 'retry-after': '30' })).toBe(30_000);
    const date = { date: 'Mon, 06 Apr 2026 05:00:00 GMT', 'retry-after': 'Mon, 06 Apr 2026 05:01:30 GMT' };
    expect(wait(date)).toBe(90_000);
  });

  test('X-Rate-Limit-Reset in seconds since 1970, by the service’s own clock, else by ours', () => {
    const reset = String(now / 1000 + 45);
    expect(wait({ 'x-rate-limit-reset': reset })).toBe(45_000);
    expect(wait({ 'x-rate-limit-reset': reset, date: 'Mon, 06 Apr 2026 01:00:05 GMT' })).toBe(40_000);
  });

  test('I2: no header makes us wait longer than an hour, or not at all, or for nonsense', () => {
    expect(wait({ 'retry-after': '999999999' })).toBe(3_600_000);
    expect(wait({ 'retry-after': '0' })).toBe(1000);
    expect(wait({ 'x-rate-limit-reset': '1' })).toBe(1000);
    for (const nonsense of ['', 'soon', '-5', '1, 2']) {
      expect(wait({ 'retry-after': nonsense }) ?? null).toSatisfy(
        (value: number | null) => value === null || (value >= 1000 && value <= 3_600_000),
      );
      expect(wait({ 'x-rate-limit-reset': nonsense })).toBeUndefined();
    }
  });
});
