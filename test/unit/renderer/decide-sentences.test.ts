import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../../.build/compile-message.mjs';
import en from '../../../preload/contract/messages/decide-en.json';
import ja from '../../../preload/contract/messages/decide-ja.json';
import { actKind } from '../../../preload/contract/models/acts.ts';
import { actClaim } from '../../../renderer/features/acts/act-claim.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('sentences of what is decided', () => {
  it('say the same in both languages', () => {
    expect(Object.keys(en)).toEqual(Object.keys(ja));
    for (const key of Object.keys(ja) as (keyof typeof ja)[]) {
      expect(placesOf(en[key], 'en'), key).toEqual(placesOf(ja[key], 'ja'));
      expect(ja[key].trim().length * en[key].trim().length, key).toBeGreaterThan(0);
    }
  });

  it('are all used', () => {
    const folder = join(root, 'renderer', 'features');
    const sources = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    const patterns = [...sources.matchAll(/`([\w.-]*(?:\$\{[^`}]*\}[\w.-]*)+)`/g)].map(
      ([, template]) =>
        new RegExp(
          `^${(template ?? '')
            .split(/\$\{[^}]*\}/)
            .map((part) => part.replaceAll('.', '\\.'))
            .join('.+')}$`,
        ),
    );
    const unused = Object.keys(ja).filter(
      (key) => !sources.includes(`'${key}'`) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });
});

describe('what is said of a command that is no suspension (I5)', () => {
  const kinds = actKind.options.filter((kind) => kind !== 'suspend');
  it.each(kinds)('%s: only its end says that something was done', (kind) => {
    for (const language of ['ja', 'en'] as const) {
      const before = (['queued', 'accepted', 'waiting-centre', 'in-work', 'issuing'] as const).map((state) =>
        actClaim({ kind, state, ending: null }, language),
      );
      const done = actClaim({ kind, state: 'ended', ending: 'done' }, language);
      expect(done).not.toBeNull();
      for (const claim of before) expect(claim?.title).not.toBe(done?.title);
    }
  });
});
