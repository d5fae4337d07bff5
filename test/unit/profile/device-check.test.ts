import { describe, expect, it } from 'vitest';
import { isPastSupport, methodsOnDevice, modelOf } from '../../../main/profile/device-check.ts';
import { profiles } from '../../../main/profile/profiles.ts';
import { devicesFor } from '../../../main/profile/shared/devices.ts';
import type { DevicePlatform } from '../../../preload/contract/models/devices.ts';

const table = devicesFor('okta-verify', 'passkey', 'totp-app', 'sms', 'voice');

function verdicts(platform: DevicePlatform, version: string, model: string | null = null) {
  return methodsOnDevice(table, { platform, model: modelOf(table, platform, model), version }).map(
    ({ verdict }) => verdict,
  );
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
    expect(methodsOnDevice(table, { platform: 'iphone', model: null, version: '17' })[0]).toEqual({
      method: 'okta-verify',
      verdict: 'works',
      assumed: true,
    });
  });

  it('tells about how long a model gets updates, where anybody says so', () => {
    const now = new Date('2026-04-01T00:00:00Z');
    expect(isPastSupport(table, { platform: 'iphone', model: null, year: 2019 }, now)).toBe(true);
    expect(isPastSupport(table, { platform: 'iphone', model: null, year: 2020 }, now)).toBe(false);
    expect(isPastSupport(table, { platform: 'android', model: null, year: 2021 }, now)).toBe(true);
    expect(isPastSupport(table, { platform: 'android', model: null, year: 2022 }, now)).toBe(false);
    expect(isPastSupport(table, { platform: 'windows', model: null, year: 2010 }, now)).toBeNull();
  });

  it('by the model: what its system ends before, what an update mends, and what works already', () => {
    // Okta Verify and passkeys need 16, code apps 15.
    expect(verdicts('iphone', '15.8', 'iphone-7').slice(0, 3)).toEqual(['model-ends', 'model-ends', 'works']);
    expect(verdicts('iphone', '15.1', 'iphone-8').slice(0, 3)).toEqual([
      'update-first',
      'update-first',
      'works',
    ]);
    expect(verdicts('iphone', '12.5', 'iphone-6').slice(0, 3)).toEqual([
      'model-ends',
      'model-ends',
      'model-ends',
    ]);
    expect(verdicts('iphone', '26', 'iphone-11')).toEqual(['works', 'works', 'works', 'works', 'works']);
  });

  it('a model alone says what can never be, and claims nothing else', () => {
    expect(verdicts('iphone', '', 'iphone-7').slice(0, 3)).toEqual([
      'model-ends',
      'model-ends',
      'unknown-version',
    ]);
    expect(verdicts('iphone', '', 'iphone-16')[0]).toBe('unknown-version');
  });

  it('promises nothing to a model with a system that it cannot have', () => {
    expect(verdicts('iphone', '17.2', 'iphone-7')[0]).toBe('model-ends');
  });

  it('takes a model that it does not know, or another kind’s, for none', () => {
    for (const model of ['iphone-99', '../x'])
      expect(verdicts('iphone', '15', model)).toEqual(verdicts('iphone', '15'));
    expect(verdicts('android', '9', 'iphone-7')).toEqual(verdicts('android', '9'));
  });

  it('knows of a model whether it is still updated, whatever year is named', () => {
    const now = new Date('2026-11-01T00:00:00Z');
    const past = (model: string) =>
      isPastSupport(table, { platform: 'iphone', model: modelOf(table, 'iphone', model), year: 2026 }, now);
    expect([past('iphone-11'), past('iphone-xs'), past('iphone-6s')]).toEqual([false, true, true]);
  });

  it('lists each model once, the newer never behind the older, and the same at every institution', () => {
    const { models } = table;
    expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
    const versions = models.map(({ upTo }) => Number(upTo));
    expect(versions).toEqual([...versions].sort((one, other) => other - one));
    for (const { updated, upTo } of models) expect(updated).toBe(upTo === models[0]?.upTo);
    for (const profile of profiles) expect(profile.devices.models).toEqual(models);
  });
});
