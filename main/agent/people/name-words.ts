import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import { splitWords, wordKey } from './normalise.ts';
import { romajiSpellings } from './romaji.ts';

/** Bounds, so that no registry entry, however odd, can bloat the index. */
const maximumNameLength = 200;
const maximumNameWords = 6;
export const maximumKeyLength = 128;
const maximumSpellings = 64;

/** The words by which a person is found. */
export interface NameWords {
  /** Of the name in kanji, kana and letters, as the registry has them, without repetition. */
  readonly words: readonly string[];
  /** Of the reading alone, by which people are put in order. */
  readonly kana: readonly string[];
}

const noSpellings: readonly string[] = [];

/**
 * Reads names into words. A romanised word that is but a spelling of one of the person's kana words is left out, because
 * that word is found by it already; a name of more than two words is also one word, as it is typed without spaces.
 */
export function createNameReader(): (person: Pick<PersonSummary, 'name' | 'kana' | 'romaji'>) => NameWords {
  const spellings = new Map<string, readonly string[]>();
  const known = (word: string) => {
    const found = spellings.get(word);
    if (found !== undefined) return found;
    // Names repeat; a directory whose names never do must not fill the memory.
    if (spellings.size >= 100_000) spellings.clear();
    const made = spellingsOf(word);
    spellings.set(word, made);
    return made;
  };
  return ({ name, kana, romaji }) => {
    const kanaWords = nameWords(kana);
    const words = new Set<string>([...withJoined(nameWords(name)), ...withJoined(kanaWords)]);
    for (const word of withJoined(nameWords(romaji))) {
      const key = wordKey(word);
      if (![...words].some((one) => (hasKana(one) ? known(one) : noSpellings).includes(key))) words.add(word);
    }
    return { words: [...words], kana: kanaWords };
  };
}

/**
 * Every key by which one word is found, without repetition: itself, and the romanisations of kana. Each is normalised by
 * {@link wordKey}; a word of signs alone has none.
 */
export function spellingsOf(word: string): readonly string[] {
  const keys = new Set<string>([wordKey(word)]);
  if (hasKana(word)) for (const spelling of romajiSpellings(word)) keys.add(wordKey(spelling));
  keys.delete('');
  return [...keys].slice(0, maximumSpellings).map((key) => key.slice(0, maximumKeyLength));
}

function hasKana(word: string): boolean {
  return /[\u3041-\u30fa\uff66-\uff9d]/.test(word);
}

/** A name's words; a hyphen joins two names (Smith-Jones). */
function nameWords(name: string): readonly string[] {
  return splitWords(name.slice(0, maximumNameLength).replace(/[-‐‑–]/g, ' ')).slice(0, maximumNameWords);
}

function withJoined(words: readonly string[]): readonly string[] {
  return words.length > 2 ? [...words, words.join('')] : words;
}
