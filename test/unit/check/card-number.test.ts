import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedDocument } from '../../../preload/contract/models/identity.ts';
import { holdsMyNumber, readCardNumber } from '../../../renderer/features/check/card-number.ts';

describe('the last characters of a card number (I7)', () => {
  it.each([
    ['', ''],
    ['9Z7Y', '9Z7Y'],
    ['１２３４', '1234'],
    ['ab-1', 'AB1'],
  ])('%s is recorded as %s', (typed, lastFour) =>
    expect(readCardNumber(typed)).toEqual({ ok: true, lastFour }),
  );

  it.each([
    ['12345', 'too-long'],
    ['AB-１２３４５', 'too-long'],
    ['1234567890123', 'too-long'],
    ['学生', 'not-letters'],
    ['123456789018', 'my-number'],
    ['1234 5678 9018', 'my-number'],
    ['１２３４-５６７８-９０１８', 'my-number'],
    // A mistyped one is one all the same.
    ['111111111111', 'my-number'],
    ['x'.repeat(100_000), 'too-long'],
  ])('%s is refused: %s', (typed, problem) => expect(readCardNumber(typed)).toEqual({ ok: false, problem }));

  it('whatever is taken fits the contract, and is never a part of something longer', () => {
    const { lastFour } = checkedDocument.shape;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
        const read = readCardNumber(typed);
        if (read.ok) expect(lastFour.safeParse(read.lastFour).success).toBe(true);
        else expect('lastFour' in read).toBe(false);
      }),
    );
  });

  it('finds twelve digits within a text, and no other count', () => {
    expect(holdsMyNumber('番号 1234-5678-9018 です')).toBe(true);
    expect(holdsMyNumber('12345678901')).toBe(false);
    expect(holdsMyNumber('1234567890123')).toBe(false);
  });
});
