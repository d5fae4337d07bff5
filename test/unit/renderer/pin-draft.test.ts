import { describe, expect, test } from 'vitest';
import { pinBytes } from '../../../native/ctap/pin-text.ts';
import {
  hasWideCharacters,
  pinLength,
  pinProblem,
  pinStrength,
} from '../../../renderer/features/keys/pin-draft.ts';
import { pinDraftProblem } from '../../../renderer/features/keys/pin-fields.tsx';

const rules = { minimumLength: 4, maximumLength: 63 };

describe('the length of a PIN (CTAP 2.2 §6.5.1)', () => {
  test.each([
    ['12345678', 8],
    ['が', 1],
    ['か\u3099', 1],
    ['𠮷野家', 3],
    ['👩‍💻', 3],
  ])('%j counts %d', (typed, length) => {
    expect(pinLength(typed)).toBe(length);
  });
});

describe('what stands against a new PIN', () => {
  test.each([
    ['123', 'too-short'],
    ['か\u3099か\u3099か\u3099', 'too-short'],
    ['1234', null],
    ['𠮷𠮷𠮷𠮷', null],
    ['あ'.repeat(21), null],
    ['あ'.repeat(22), 'too-long'],
    ['a'.repeat(64), 'too-long'],
    ['abcd\uD800', 'not-text'],
    ['abcd\0', 'not-text'],
  ])('%j: %s', (typed, problem) => {
    expect(pinProblem(typed, rules)).toBe(problem);
    // The window judges as the client of the keys does.
    const bytes = pinBytes(typed, rules.minimumLength);
    expect(bytes === null).toBe(problem !== null);
    bytes?.fill(0);
  });

  test('a key may want more, or take less', () => {
    expect(pinProblem('12345', { minimumLength: 6, maximumLength: 63 })).toBe('too-short');
    expect(pinProblem('123456789', { minimumLength: 4, maximumLength: 8 })).toBe('too-long');
  });

  test('both entries must be the same, however they are composed', () => {
    expect(
      pinDraftProblem({ next: 'がぎぐげ', again: 'か\u3099き\u3099く\u3099け\u3099' }, rules),
    ).toBeNull();
    expect(pinDraftProblem({ next: '2468', again: '2469' }, rules)).toBe('differs');
    expect(pinDraftProblem({ next: '', again: '' }, rules)).toBe('too-short');
  });
});

test.each([
  ['１２３４', true],
  ['ab　cd', true],
  ['abcd', false],
  ['ひらがな', false],
])('full-width letters in %j: %s', (typed, expected) => {
  expect(hasWideCharacters(typed)).toBe(expected);
});

test.each([
  ['1234', 'weak'],
  ['123456', 'weak'],
  ['87654321', 'weak'],
  ['246246', 'weak'],
  ['20040401', 'weak'],
  ['111111', 'weak'],
  ['abcdefgh', 'weak'],
  ['749285', 'fair'],
  ['kitsune', 'fair'],
  ['さくら並木の道', 'fair'],
  ['kitsune7', 'good'],
  ['7492850163', 'good'],
  ['kawara-soba-88', 'good'],
])('%j is %s', (typed, strength) => {
  expect(pinStrength(typed)).toBe(strength);
});
