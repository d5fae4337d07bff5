import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldLogin, loginTag, tagOfLogin, tagOfPerson } from '../../../main/exchange/login-tag.ts';

const key = Buffer.alloc(32, 1).toString('base64url');
const otherKey = Buffer.alloc(32, 2).toString('base64url');

test('a tag is 20 bits, whatever was typed, and follows from the key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 128 }), (typed) => {
      expect(tagOfLogin(key, typed)).toMatch(/^[0-9a-f]{5}$/);
      expect(loginTag.parse(tagOfLogin(key, typed))).toBe(tagOfLogin(key, foldLogin(typed)));
    }),
  );
  const logins = Array.from({ length: 200 }, (_, index) => `s2024${index}`);
  const same = logins.filter((login) => tagOfLogin(key, login) === tagOfLogin(otherKey, login));
  expect(same.length).toBeLessThan(3);
});

test.each([
  ['s2024001', 's２０２４００１'],
  ['s2024001', 's\u0662\u0660\u0662\u0664\u0660\u0660\u0661'],
  ['s2024001', 's²0²4001'],
  ['strasse', 'straße'],
  ['さくら', 'サクラ'],
  ['がくせい', 'ｶﾞｸｾｲ'],
  ['taro', 'CAMPUS\\ taro \u200b@example.ac.jp'],
])('%s and %s share their tag, as they may share an account', (plain, other) => {
  expect(tagOfLogin(key, other)).toBe(tagOfLogin(key, plain));
  expect(foldLogin(foldLogin(other))).toBe(foldLogin(other));
});

test('folding is over after once, and never joins names that differ in letters or digits', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aAé１²\u0661ßｶﾞっ\\@ \u00ad\u0301Σς') }), (typed) => {
      expect(foldLogin(foldLogin(typed))).toBe(foldLogin(typed));
    }),
  );
  const plain = fc.string({
    unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789._-'),
    minLength: 1,
  });
  fc.assert(
    fc.property(plain, (typed) => {
      expect(foldLogin(typed)).toBe(typed);
    }),
  );
});

test('a person and a login of the same spelling have nothing in common', () => {
  const ids = Array.from({ length: 200 }, (_, index) => `s2024${index}`);
  expect(ids.filter((id) => tagOfLogin(key, id) === tagOfPerson(key, id)).length).toBeLessThan(3);
});

test('of a dictionary of passwords many share a tag, so that none is read out of it', () => {
  const words = Array.from({ length: 40_000 }, (_, index) => `${key}-${index}`);
  const tags = new Set(words.map((word) => tagOfLogin(key, word)));
  expect(tags.size).toBeLessThan(words.length);
});
