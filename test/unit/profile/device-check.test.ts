import { describe, expect, it } from 'vitest';
import { isPastSupport, methodsOnDevice } from '../../../main/profile/device-check.ts';
import { devicesFor } from '../../../main/profile/shared/devices.ts';

const table = devicesFor('okta-verify', 'passkey', 'totp-app', 'sms', 'voice');

function verdicts(...device: Parameters<typeof methodsOnDevice> extends [unknown, ...infer R] ? R : never) {
  return methodsOnDevice(table, ...device).map(({ verdict }) => verdict);
}

describe('the device check', () => {
  it('says which methods a new enough phone carries', () => {
    expect(verdicts('iphone', '17.2.1')).toEqual(['works', 'works', 'works', 'works', 'works']);
    expect(verdicts('android', 'Android 9')).toEqual(['too-old', 'works', 'works', 'works', 'works']);
  });

  it('reads versions as people type them, full-width digits too, and counts whole numbers, not letters', () => {
    expect(verdicts('iphone', 'iOS １６')[0]).toBe('works');
    expect(verdicts('iphone', '9.3')[0]).toBe('too-old');
    expect(verdicts('iphone', '15.9')[0]).toBe('too-old');
    expect(verdicts('iphone', '16.0')[0]).toBe('works');
  });

  it('claims nothing without a version', () => {
    for (const junk of ['', 'わからない', 'x'.repeat(10_000_000)])
      expect(verdicts('iphone', junk)).toEqual([
        'unknown-version',
        'unknown-version',
        'unknown-version',
        'works',
        'works',
      ]);
  });

  it('gives a feature phone texts and calls, a landline calls only', () => {
    expect(verdicts('feature-phone', '')).toEqual(['not-there', 'not-there', 'not-there', 'works', 'works']);
    expect(verdicts('landline', '')).toEqual(['not-there', 'not-there', 'not-there', 'not-there', 'works']);
  });

  it('marks every version as assumed, and says as of when', () => {
    for (const { on } of table.methods)
      for (const row of on) if (row.from !== null) expect(row.assumed).toBe(true);
    expect(table.asOf).toMatch(/^\d{4}-\d{2}$/);
    expect(methodsOnDevice(table, 'iphone', '17')[0]).toEqual({
      method: 'okta-verify',
      verdict: 'works',
      assumed: true,
    });
  });

  it('tells about how long a model gets updates, where anybody says so', () => {
    const now = new Date('2026-04-01T00:00:00Z');
    expect(isPastSupport(table, 'iphone', 2019, now)).toBe(true);
    expect(isPastSupport(table, 'iphone', 2020, now)).toBe(false);
    expect(isPastSupport(table, 'android', 2021, now)).toBe(true);
    expect(isPastSupport(table, 'android', 2022, now)).toBe(false);
    expect(isPastSupport(table, 'windows', 2010, now)).toBeNull();
  });
});
