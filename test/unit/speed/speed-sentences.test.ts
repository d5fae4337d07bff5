import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../.build/compile-message.mjs';
import { keysUsedBy, sourcesIn } from '../../../.build/message-keys.mjs';
import en from '../../../preload/contract/messages/speed-en.json';
import ja from '../../../preload/contract/messages/speed-ja.json';

const keys = Object.keys(ja) as (keyof typeof ja)[];

describe('sentences of keys, palette and undo', () => {
  it('say the same in both languages', () => {
    expect(Object.keys(en)).toEqual(Object.keys(ja));
    for (const key of keys) {
      expect(placesOf(en[key], 'en'), key).toEqual(placesOf(ja[key], 'ja'));
      expect(ja[key].trim().length * en[key].trim().length, key).toBeGreaterThan(0);
    }
  });

  it('are all used', () => {
    const features = join(import.meta.dirname, '..', '..', '..', 'renderer', 'features');
    const used = new Set(keysUsedBy(sourcesIn(features), keys));
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
  });
});
