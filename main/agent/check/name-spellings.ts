import type { CheckView } from '../../../preload/contract/models/check.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import { representativeCharacter } from '../people/name-variants.ts';
import { romajiNames } from '../people/romaji.ts';

/**
 * The spellings in which a person's name may stand on a document, the registry's own first: kanji with the usual form of
 * variant characters (髙 and 高), kana in both scripts, and romaji as passports and cards write it, family name first and last.
 */
export function nameSpellings(person: PersonSummary): CheckView['names'] {
  const usual = Array.from(person.name, representativeCharacter).join('');
  const words = person.kana.split(/\s+/).filter((word) => word !== '');
  const romaji = [
    person.romaji.toUpperCase(),
    person.romaji.split(/\s+/).toReversed().join(' ').toUpperCase(),
    ...romajiNames(words).map((name) => name.join(' ').toUpperCase()),
  ];
  return {
    kanji: distinct([person.name, usual]).slice(0, 8),
    kana: distinct([person.kana, hiragana(person.kana)]).slice(0, 4),
    romaji: distinct(romaji).slice(0, 8),
  };
}

function hiragana(kana: string): string {
  return kana.replaceAll(/[ァ-ヶ]/g, (character) =>
    String.fromCodePoint((character.codePointAt(0) ?? 0) - 0x60),
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];
}
