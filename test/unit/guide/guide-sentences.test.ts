import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../.build/compile-message.mjs';
import en from '../../../preload/contract/messages/guide-en.json';
import ja from '../../../preload/contract/messages/guide-ja.json';
import { hoursText } from '../../../renderer/features/guide/counter-hours-text.ts';
import { idleLeft } from '../../../renderer/features/guide/help-idle.ts';
import { zoneText } from '../../../renderer/features/guide/offset-text.ts';

const keys = Object.keys(ja) as (keyof typeof ja)[];

describe('the sentences of the help', () => {
  it('say the same in both languages', () => {
    expect(Object.keys(en)).toEqual(keys);
    for (const key of keys) {
      expect(placesOf(en[key], 'en'), key).toEqual(placesOf(ja[key], 'ja'));
      expect(ja[key].length * en[key].length, key).toBeGreaterThan(0);
    }
  });

  it('are all used', () => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'renderer', 'features', 'guide');
    const source = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const patterns = [...source.matchAll(/`(guide\.[\w.-]*\$\{[^`]*)`/g)].map(
      ([, template = '']) =>
        new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[\\w-]+')}$`),
    );
    const unused = keys.filter(
      (key) => !source.includes(`'${key}'`) && !patterns.some((one) => one.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('come with the help and not with the lock screen', () => {
    const app = join(import.meta.dirname, '..', '..', '..', 'renderer');
    for (const folder of ['app', 'features/lock', 'ui']) {
      for (const name of readdirSync(join(app, folder))) {
        const source = readFileSync(join(app, folder, name), 'utf8');
        expect(source, name).not.toMatch(/from '[^']*(?:features\/guide|\.\.\/guide)\//);
      }
    }
  });
});

describe('what the help shows', () => {
  it.each([
    [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }, '月～金 9:00–17:00', 'Mon–Fri 9:00–17:00'],
    [{ days: [6], from: '10:00', to: '15:00' }, '土 10:00–15:00', 'Sat 10:00–15:00'],
    [{ days: [5, 1, 2], from: '13:00', to: '24:00' }, '月～火・金 13:00–24:00', 'Mon–Tue, Fri 13:00–24:00'],
  ])('hours of a week', (hours, japanese, english) => {
    expect(hoursText(hours, 'ja')).toBe(japanese.replaceAll('～', '〜'));
    expect(hoursText(hours, 'en')).toBe(english);
  });

  it('zones as a phone’s settings write them', () => {
    expect([540, 0, -210, 345].map(zoneText)).toEqual(['UTC+9', 'UTC', 'UTC−3:30', 'UTC+5:45']);
  });

  it('a warning of at least 20 s before it ends', () => {
    expect(idleLeft(99_999)).toBeNull();
    expect(idleLeft(100_000)).toBe(20);
    expect(idleLeft(119_001)).toBe(1);
    expect(idleLeft(120_000)).toBe(0);
  });
});
