import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedDocument } from '../../../preload/contract/models/counter.ts';
import {
  blankDocument,
  checkedDocumentOf,
  draftFrom,
  isExpired,
  lastFourOf,
  typedDate,
} from '../../../renderer/features/counter/document-draft.ts';

const complete = {
  ...blankDocument('d'),
  type: 'student-card',
  photo: 'yes',
  name: 'yes',
  validUntil: '20270331',
} as const;

describe('a document check', () => {
  it('I7: keeps at most four letters or digits of whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
        expect(lastFourOf(typed)).toMatch(/^[0-9A-Za-z]{0,4}$/);
      }),
    );
    expect(lastFourOf('AB-１２３４５')).toBe('2345');
  });

  it('is no record until every question is answered', () => {
    expect(checkedDocumentOf(blankDocument('d'))).toBeNull();
    for (const open of [
      { ...complete, type: null },
      { ...complete, photo: null },
      { ...complete, name: null },
      { ...complete, validUntil: '' },
      { ...complete, validUntil: '20270231' },
    ]) {
      expect(checkedDocumentOf(open)).toBeNull();
    }
  });

  it('makes what the contract accepts, and back', () => {
    const recorded = checkedDocumentOf({ ...complete, lastFour: '1234' });
    expect(checkedDocument.parse(recorded)).toEqual(recorded);
    const undated = checkedDocumentOf({ ...complete, validUntil: 'rubbish', noDate: true });
    expect(checkedDocument.parse(undated).validUntil).toBeNull();
    expect(checkedDocumentOf(draftFrom(checkedDocument.parse(recorded), 'd'))).toEqual(recorded);
  });

  it('a photo that differs is recorded as such', () => {
    expect(checkedDocumentOf({ ...complete, photo: 'no' })?.photoMatches).toBe(false);
  });
});

describe('typedDate', () => {
  it.each([
    ['20270331', '2027-03-31'],
    ['2027-3-1', '2027-03-01'],
    ['2027/03/31', '2027-03-31'],
    ['2027年3月31日', '2027-03-31'],
    ['２０２７０３３１', '2027-03-31'],
    ['20240229', '2024-02-29'],
  ])('reads %s', (typed, date) => expect(typedDate(typed)).toBe(date));

  it.each(['', '2027', '20250229', '20271301', '03/31/2027', '2027-03-31x'])('refuses %s', (typed) =>
    expect(typedDate(typed)).toBeNull(),
  );

  it('knows the day after the last valid one', () => {
    expect(isExpired(complete, '2027-03-31')).toBe(false);
    expect(isExpired(complete, '2027-04-01')).toBe(true);
    expect(isExpired({ ...complete, noDate: true }, '2027-04-01')).toBe(false);
  });
});
