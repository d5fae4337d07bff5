import type { ReadableDatabase } from '../ports.ts';

/** Enough that what a search runs through is compiled for good. */
const peopleTyped = 40;

interface Name {
  readonly name: string;
  readonly kana: string;
  readonly romaji: string;
}

/**
 * Looks people up as an operator types, letter by letter, one search at a time with others going first: what runs often the
 * engine makes fast, and the first visitor of a day should not wait for that. `isOver` ends it.
 */
export async function practiseSearch(
  read: ReadableDatabase,
  search: (query: string) => void,
  isOver: () => boolean,
): Promise<void> {
  const last = read.get<{ row: number | null }>('SELECT max(row) AS row FROM person')?.row ?? 0;
  for (let turn = 0; turn < peopleTyped; turn += 1) {
    const person = read.get<Name>(
      'SELECT name, kana, romaji FROM person WHERE row >= ? ORDER BY row LIMIT 1',
      Math.ceil((last * turn) / peopleTyped),
    );
    if (person === undefined) return;
    const letters = [...([person.romaji, person.kana, person.name][turn % 3] ?? '')];
    for (let typed = 1; typed <= letters.length; typed += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isOver()) return;
      search(letters.slice(0, typed).join(''));
    }
  }
}
