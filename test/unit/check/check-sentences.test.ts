import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../.build/compile-message.mjs';
import en from '../../../preload/contract/messages/check-en.json';
import ja from '../../../preload/contract/messages/check-ja.json';

const keys = Object.keys(ja) as (keyof typeof ja)[];

describe('the sentences of the check', () => {
  it('say the same in both languages', () => {
    expect(Object.keys(en)).toEqual(keys);
    for (const key of keys) {
      expect(placesOf(en[key], 'en'), key).toEqual(placesOf(ja[key], 'ja'));
      expect(ja[key].length * en[key].length, key).toBeGreaterThan(0);
    }
  });

  it('are all used', () => {
    const features = join(import.meta.dirname, '..', '..', '..', 'renderer', 'features');
    const source = ['check', 'counter']
      .flatMap((folder) =>
        readdirSync(join(features, folder)).map((name) => readFileSync(join(features, folder, name), 'utf8')),
      )
      .join('\n');
    const patterns = [...source.matchAll(/`(check\.[\w.-]*\$\{[^`]*)`/g)].map(
      ([, template = '']) =>
        new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[\\w-]+')}$`),
    );
    const unused = keys.filter(
      (key) => !source.includes(`'${key}'`) && !patterns.some((one) => one.test(key)),
    );
    expect(unused).toEqual([]);
  });
});
