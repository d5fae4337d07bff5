import { describe, expect, it } from 'vitest';
import type { PeopleFound, PersonHit } from '../../../preload/contract/models/people.ts';
import { checkActions } from '../../../renderer/features/check/check-actions.ts';
import { blankDocument, type DocumentDraft } from '../../../renderer/features/counter/document-draft.ts';
import { exactPerson } from '../../../renderer/features/counter/exact-person.ts';
import { type Action, matchingActions } from '../../../renderer/features/speed/action.ts';
import { chordText, isCharacter, isChord, type PressedKey } from '../../../renderer/features/speed/chord.ts';
import { withPerson } from '../../../renderer/features/speed/desk-memory.tsx';
import { actionOf } from '../../../renderer/features/speed/operator-keys.tsx';

const pressed = (key: string, code: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...held,
});
const person = (id: string, more: Partial<PersonHit> = {}): PersonHit => ({
  id,
  number: id,
  name: `人${id}`,
  kana: 'ヒト',
  romaji: 'Hito',
  role: 'student',
  affiliation: { ja: '学部', en: 'Faculty' },
  standing: null,
  namesake: false,
  ...more,
});

describe('keys that do something', () => {
  it('are told by their place, whatever an input method makes of them', () => {
    const palette = { ctrl: true, code: 'KeyK' };
    expect(isChord(pressed('k', 'KeyK', { ctrlKey: true }), palette)).toBe(true);
    expect(isChord(pressed('Process', 'KeyK', { metaKey: true }), palette)).toBe(true);
    expect(isChord(pressed('k', 'KeyK'), palette)).toBe(false);
    expect(isChord(pressed('K', 'KeyK', { ctrlKey: true, shiftKey: true }), palette)).toBe(false);
    // AltGr, which writes characters, is Control and Alt together.
    expect(isChord(pressed('k', 'KeyK', { ctrlKey: true, altKey: true }), palette)).toBe(false);
    expect(isChord(pressed('k', 'KeyK', { ctrlKey: true, isComposing: true }), palette)).toBe(false);
  });

  it('are written as they stand on the keys', () => {
    expect(chordText({ ctrl: true, key: 'Enter' })).toBe('Ctrl+Enter');
    expect(chordText({ alt: true, code: 'Digit1' })).toBe('Alt+1');
    expect(chordText({ alt: true, key: 'ArrowLeft' })).toBe('Alt+←');
    expect(chordText({ ctrl: true, code: 'Slash' })).toBe('Ctrl+/');
    expect(isCharacter({ key: '?' })).toBe(true);
    expect(isCharacter({ key: 'Enter' })).toBe(false);
  });

  it('belong to the innermost part that wants them, and a row of them says which', () => {
    const outer: Action = {
      id: 'action.answer',
      group: 'case',
      chord: { alt: true, code: 'Digit' },
      digits: 9,
      run: () => undefined,
    };
    const inner: Action = { ...outer, id: 'action.document', digits: 4 };
    const key = (digit: string) =>
      pressed(digit, `Digit${digit}`, { altKey: true }) as unknown as KeyboardEvent;
    expect(actionOf([outer, inner], key('4'))).toEqual({ action: inner, digit: 4 });
    expect(actionOf([outer, inner], key('5'))).toEqual({ action: outer, digit: 5 });
    expect(actionOf([outer, inner], key('0'))).toBeNull();
    expect(actionOf([outer, inner], pressed('4', 'Digit4') as unknown as KeyboardEvent)).toBeNull();
  });
});

describe('the keys of a check', () => {
  const accepted = [
    { type: 'student-card', photo: true, dated: false },
    { type: 'driving-licence', photo: true, dated: true },
  ] as const;
  const actionsFor = (draft: DocumentDraft, taken: DocumentDraft[] = []) =>
    checkActions({
      draft,
      accepted,
      onChange: (one) => taken.push(one),
      untickedPoint: undefined,
      onTick: () => undefined,
    });

  it('say yes to one thing each, and never that something differs', () => {
    const taken: DocumentDraft[] = [];
    const draft: DocumentDraft = { ...blankDocument('document 0'), type: 'student-card' };
    for (const action of actionsFor(draft, taken)) action.run(1);
    expect(taken.map(({ photo, name, noDate }) => [photo, name, noDate])).toEqual([
      [null, null, false],
      [null, 'yes', false],
      ['yes', null, false],
      [null, null, true],
    ]);
  });

  it('offer no "shows no date" for a document that always shows one', () => {
    const draft: DocumentDraft = { ...blankDocument('document 0'), type: 'driving-licence' };
    expect(actionsFor(draft).map(({ id }) => id)).not.toContain('action.no-date');
  });
});

describe('finding an action', () => {
  const named = (label: string, otherLabel: string) => ({
    action: { id: 'action.find', group: 'case', run: () => undefined } as const,
    label,
    otherLabel,
  });
  const list = [named('一覧へ', 'Go to the board'), named('キーの管理へ', 'Go to the keys')];
  it.each([
    ['board', 1],
    ['ＫＥＹＳ', 1],
    ['きーの', 1],
    ['go to', 2],
    ['board keys', 0],
    ['', 2],
  ])('%s: in either language, width and kana', (query, count) => {
    expect(matchingActions(list, query)).toHaveLength(count);
  });
});

describe('the person whose whole number was typed', () => {
  const found = (people: readonly PersonHit[], total = people.length): PeopleFound => ({
    people: [...people],
    offset: 0,
    total,
    listed: total,
    need: null,
    numberHint: null,
    replica: { people: 2, updatedAt: null, confirmedAt: null, receiving: false, expected: null, old: false },
  });
  it('is named only when nobody else could be meant', () => {
    const one = person('20240003');
    expect(exactPerson('２０２４０００３ ', found([one]))).toBe(one);
    expect(exactPerson('2024000', found([one]))).toBeNull();
    expect(exactPerson('20240003', found([one, person('202400031')]))).toBeNull();
    expect(exactPerson('20240003', found([one], 12))).toBeNull();
    expect(exactPerson('人20240003', found([one]))).toBeNull();
    expect(exactPerson('20240003', undefined)).toBeNull();
  });
  it('is never the operator (I4)', () => {
    expect(exactPerson('9', found([person('9', { standing: 'self' })]))).toBeNull();
  });
});

describe('people of a sign-in', () => {
  it('are a few, each once, the last first', () => {
    const ten = Array.from({ length: 10 }, (_, index) => person(`${index}`));
    const seen = [...ten, person('5')].reduce<readonly PersonHit[]>(withPerson, []);
    expect(seen.map(({ id }) => id)).toEqual(['5', '9', '8', '7', '6', '4', '3', '2']);
  });
});
