import { foldLongVowels, normaliseWord, splitWords } from './normalise.ts';

/** Longer than anything that a person types; the contract allows 100. */
const maximumQueryLength = 200;
const maximumWords = 6;
const maximumWordLength = 64;

/** One word of a query: a person matches it when one of their terms begins with one of these keys. */
export type QueryWord = readonly string[];

/**
 * What an operator typed, as keys. Several words must all match. A word typed without a space between surname and given
 * name (佐藤太郎, satotaro) is also tried with one at every place. Latin letters left over at the end of kana, as an
 * input method shows them in the middle of a syllable (さt), are not yet part of the word. Empty for what can be no name
 * and no number: nothing but signs, or too long.
 */
export function readPeopleQuery(query: string): readonly QueryWord[] {
  if (query.length > maximumQueryLength) return [];
  const words = splitWords(query)
    .map((word) => normaliseWord(word).replace(/(?<=[ァ-ヶー])[a-z]{1,3}$/, ''))
    .filter((word) => word !== '');
  if (words.length > maximumWords || words.some((word) => word.length > maximumWordLength)) return [];
  return words.map(alternatives);
}

/** The whole of a query as one key, for numbers and logins. */
export function exactKey(words: readonly QueryWord[]): string {
  return words.map((word) => word[0] ?? '').join('');
}

function alternatives(word: string): QueryWord {
  const keys = [foldLongVowels(word)];
  if (/\p{Nd}/u.test(word)) return keys;
  const characters = Array.from(word);
  for (let place = 1; place < characters.length; place += 1) {
    const before = foldLongVowels(characters.slice(0, place).join(''));
    const after = foldLongVowels(characters.slice(place).join(''));
    keys.push(`${before} ${after}`);
  }
  return keys;
}
