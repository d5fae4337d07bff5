import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import { splitWords, wordKey } from './normalise.ts';
import { romajiNames, romajiSpellings } from './romaji.ts';

/** Bounds, so that no registry entry, however odd, can bloat the store. */
const maximumNameLength = 200;
const maximumNameWords = 6;
const maximumKeyLength = 128;
const maximumTerms = 120;

/**
 * The search terms of a person: number, login, and the name in kanji, kana and romaji, each beginning once with each of
 * its words (`佐藤 太郎`, `太郎 佐藤`), so that one range of keys finds surnames, given names and full names, and the
 * space puts 森 太郎 before 森田 花子. Sorted, unique, each normalised by {@link wordKey}.
 */
export function searchTerms(person: PersonSummary): readonly string[] {
  const terms = new Set<string>([wordKey(person.number), wordKey(person.login)]);
  const kanaWords = nameWords(person.kana);
  for (const words of [nameWords(person.name), kanaWords, nameWords(person.romaji)]) addName(terms, words);
  for (const words of romajiNames(kanaWords)) addName(terms, words);
  const beginnings = new Set(Array.from(terms, (term) => term.split(' ', 1)[0]));
  for (const word of kanaWords) {
    for (const key of romajiSpellings(word).map(wordKey)) if (!beginnings.has(key)) terms.add(key);
  }
  const bounded = [...terms].filter((term) => term !== '').map((term) => term.slice(0, maximumKeyLength));
  return [...new Set(bounded)].slice(0, maximumTerms).sort();
}

/** A name's words; a hyphen joins two names (Smith-Jones). */
function nameWords(name: string): readonly string[] {
  return splitWords(name.slice(0, maximumNameLength).replace(/[-‐‑–]/g, ' ')).slice(0, maximumNameWords);
}

function addName(terms: Set<string>, words: readonly string[]): void {
  const keys = words.map(wordKey).filter((key) => key !== '');
  for (let first = 0; first < keys.length; first += 1) {
    terms.add([...keys.slice(first), ...keys.slice(0, first)].join(' '));
  }
  if (keys.length > 2) terms.add(keys.join(''));
}
