import { describe, expect, it } from 'vitest';
import { checkedDocument, type DocumentType } from '../../../preload/contract/models/identity.ts';
import {
  type AcceptedDocument,
  areEnough,
  blankDocument,
  checkedDocumentOf,
  draftFrom,
  isExpired,
  withType,
} from '../../../renderer/features/counter/document-draft.ts';

const accepted: AcceptedDocument[] = [
  { type: 'student-card', photo: true, dated: false },
  { type: 'my-number-card', photo: true, dated: true },
  { type: 'insurance-certificate', photo: false, dated: false },
  { type: 'residence-record', photo: false, dated: false },
];
const complete = {
  ...blankDocument('d'),
  type: 'student-card',
  photo: 'yes',
  name: 'yes',
  validUntil: '20270331',
} as const;

describe('a document check', () => {
  it('is no record until every question is answered', () => {
    expect(checkedDocumentOf(blankDocument('d'), accepted)).toBeNull();
    for (const open of [
      { ...complete, type: null },
      { ...complete, photo: null },
      { ...complete, name: null },
      { ...complete, validUntil: '' },
      { ...complete, validUntil: '20270231' },
    ]) {
      expect(checkedDocumentOf(open, accepted)).toBeNull();
    }
  });

  it('makes what the contract accepts, and back', () => {
    const recorded = checkedDocumentOf({ ...complete, lastFour: '1234' }, accepted);
    expect(checkedDocument.parse(recorded)).toEqual(recorded);
    const undated = checkedDocumentOf({ ...complete, validUntil: 'rubbish', noDate: true }, accepted);
    expect(checkedDocument.parse(undated).validUntil).toBeNull();
    expect(checkedDocumentOf(draftFrom(checkedDocument.parse(recorded), 'd'), accepted)).toEqual(recorded);
  });

  it('I7: of a My Number card no number is kept, and its date is asked for', () => {
    const card = withType(
      { ...complete, lastFour: '1234', noDate: true },
      { type: 'my-number-card', photo: true, dated: true },
    );
    expect(card).toMatchObject({ type: 'my-number-card', lastFour: '', noDate: false });
    expect(checkedDocumentOf({ ...card, noDate: true }, accepted)).toBeNull();
    expect(checkedDocumentOf({ ...card, lastFour: '1234' }, accepted)).toBeNull();
    expect(checkedDocumentOf(card, accepted)?.lastFour).toBe('');
  });

  it('a document without a photograph asks nothing of one', () => {
    const paper = withType(complete, { type: 'insurance-certificate', photo: false, dated: false });
    expect(checkedDocumentOf(paper, accepted)).toMatchObject({ photoMatches: false, nameMatches: true });
  });

  it('a photo that differs is recorded as such', () => {
    expect(checkedDocumentOf({ ...complete, photo: 'no' }, accepted)?.photoMatches).toBe(false);
  });
});

describe('isExpired', () => {
  it('knows the day after the last valid one', () => {
    expect(isExpired(complete, '2027-03-31')).toBe(false);
    expect(isExpired(complete, '2027-04-01')).toBe(true);
    expect(isExpired({ ...complete, validUntil: '令和9年3月31日' }, '2027-04-01')).toBe(true);
    expect(isExpired({ ...complete, noDate: true }, '2027-04-01')).toBe(false);
  });
});

describe('areEnough', () => {
  const shown = (...types: DocumentType[]) =>
    types.map((type) => ({ type, photoMatches: true, nameMatches: true, validUntil: null, lastFour: '' }));
  it.each([
    [shown('student-card'), null, true],
    [shown('insurance-certificate'), null, false],
    [shown('insurance-certificate', 'residence-record'), null, false],
    [shown('insurance-certificate', 'residence-record'), 2, true],
    [shown('insurance-certificate', 'insurance-certificate'), 2, false],
  ])('%#', (documents, withoutPhoto, enough) =>
    expect(areEnough(documents, { documents: accepted, needed: { withPhoto: 1, withoutPhoto } })).toBe(
      enough,
    ),
  );
});
