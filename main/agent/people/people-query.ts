import { foldLongVowels, normaliseWord, splitWords } from './normalise.ts';

/** Longer than anything that a person types; the contract allows 100. */
const maximumQueryLength = 200;
const maximumWords = 6;
const maximumWordLength = 64;
/** From how many characters on a number or a login is found by its beginning; shorter ones would list whole years. */
export const shortestNumberBeginning = 4;

/** One typed word: a person matches it by a word or key of theirs that begins with it. */
export interface QueryWord {
  readonly key: string;
  /** The word as two, at every place: 佐藤太郎 and satotaro are typed without a space. */
  readonly splits: readonly { readonly before: string; readonly after: string }[];
}

/** What an operator typed, as keys. */
export type PeopleQuery =
  /** What can be no name and no number: nothing but signs, or too long. */
  | { readonly kind: 'nothing' }
  /** Not enough to be looking for somebody: it would list people rather than find one. */
  | { readonly kind: 'too-short' }
  /** Every word must match. `whole` is all of it without spaces, as numbers and logins are compared. */
  | { readonly kind: 'words'; readonly words: readonly QueryWord[]; readonly whole: string };

/**
 * Reads what was typed. Latin letters left over at the end of kana, as an input method shows them in the middle of a
 * syllable (さt), are not yet part of the word. At least one word must be long enough to be looking for somebody: one
 * kanji, two kana or letters, four characters of a number.
 */
export function readPeopleQuery(query: string): PeopleQuery {
  if (query.length > maximumQueryLength) return { kind: 'nothing' };
  const words = splitWords(query)
    .map((word) => normaliseWord(word).replace(/(?<=[ァ-ヶー])[a-z]{1,3}$/, ''))
    .filter((word) => word !== '');
  if (words.length === 0 || words.length > maximumWords) return { kind: 'nothing' };
  if (words.some((word) => word.length > maximumWordLength)) return { kind: 'nothing' };
  if (!words.some(isEnough)) return { kind: 'too-short' };
  const read = words.map((word) => ({ key: foldLongVowels(word), splits: splitsOf(word) }));
  return { kind: 'words', words: read, whole: read.map(({ key }) => key).join('') };
}

function isEnough(word: string): boolean {
  if (/[\p{Script=Han}\p{Script=Hangul}]/u.test(word)) return true;
  return word.length >= (/\p{Nd}/u.test(word) ? shortestNumberBeginning : 2);
}

function splitsOf(word: string): QueryWord['splits'] {
  if (/\p{Nd}/u.test(word)) return [];
  const characters = Array.from(word);
  return characters.slice(1).map((_, index) => ({
    before: foldLongVowels(characters.slice(0, index + 1).join('')),
    after: foldLongVowels(characters.slice(index + 1).join('')),
  }));
}
