import { spellingsOf } from './name-words.ts';

/**
 * The words of all names, each once, by number, and the keys by which each is found. Keys lie sorted, so that a beginning
 * is a range of them; those of words that came since are looked through one by one.
 */
export interface WordList {
  /** The number of a word, given where it is new. */
  numberOf(word: string): number;
  readonly size: number;
  /** Sorts what came since. */
  settle(): void;
  /**
   * Calls `visit` for every word with a key that begins with `key`, twice for a word with two such keys, those that are
   * `key` itself first; stops when it answers false.
   */
  visit(key: string, visit: (word: number, exact: boolean) => boolean): void;
  /** All words in the order of their texts. */
  inOrder(): readonly string[];
}

/** Between a key and the number of its word; no key contains it. */
const separator = '\u0000';
const afterSeparator = '\u0001';
const afterEveryKey = '\uffff';

export function createWordList(): WordList {
  const numbers = new Map<string, number>();
  let sorted: string[] = [];
  let words = new Uint32Array(0);
  let fresh: { readonly key: string; readonly word: number }[] = [];

  return {
    get size() {
      return numbers.size;
    },
    numberOf(word) {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      const number = numbers.size;
      numbers.set(word, number);
      for (const key of spellingsOf(word)) fresh.push({ key, word: number });
      return number;
    },
    settle() {
      sorted = [...sorted, ...fresh.map(({ key, word }) => `${key}${separator}${word}`)].sort();
      fresh = [];
      words = Uint32Array.from(sorted, (entry) => Number(entry.slice(entry.indexOf(separator) + 1)));
    },
    visit(key, visit) {
      const end = firstFrom(sorted, key + afterEveryKey);
      const exactEnd = firstFrom(sorted, key + afterSeparator);
      for (const one of fresh) if (one.key === key && !visit(one.word, true)) return;
      for (let place = firstFrom(sorted, key); place < end; place += 1)
        if (!visit(words[place] ?? 0, place < exactEnd)) return;
      for (const one of fresh)
        if (one.key !== key && one.key.startsWith(key) && !visit(one.word, false)) return;
    },
    inOrder: () => [...numbers.keys()].sort(),
  };
}

/** The first place whose entry is not below `bound`. */
export function firstFrom(sorted: readonly string[], bound: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
