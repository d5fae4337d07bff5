import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../.build/compile-message.mjs';
import en from '../../../preload/contract/messages/oversight-en.json';
import ja from '../../../preload/contract/messages/oversight-ja.json';
import { velocityKind } from '../../../preload/contract/models/oversight.ts';
import { caseOutcome } from '../../../preload/contract/models/shift.ts';

const root = join(import.meta.dirname, '..', '..', '..', 'renderer', 'features');
const sources = ['receipt', 'shift', 'oversight', 'insight'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);
const keys = Object.keys(ja) as (keyof typeof ja)[];

describe('sentences of receipts, shifts and oversight', () => {
  it('say the same in both languages, with the same places', () => {
    expect(Object.keys(en)).toEqual(keys);
    for (const key of keys) {
      expect(placesOf(en[key], 'en'), key).toEqual(placesOf(ja[key], 'ja'));
      expect([ja[key].trim().length > 0, en[key].trim().length > 0], key).toEqual([true, true]);
    }
  });

  it('are all used', () => {
    const all = sources.join('\n');
    const patterns = [...all.matchAll(/`([\w.-]*\$\{[^`]*)`/g)].map(
      ([, template = '']) =>
        new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '.+')}$`),
    );
    const unused = keys.filter(
      (key) =>
        !all.includes(`'${key}'`) &&
        !all.includes(`"${key}"`) &&
        !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it('have one for every alert and every outcome', () => {
    const wanted = [
      ...velocityKind.options.map((kind) => `board.alert.${kind}`),
      ...caseOutcome.options.map((outcome) => `shift.outcome.${outcome}`),
    ];
    expect(wanted.filter((key) => !(key in ja))).toEqual([]);
  });
});
