import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import { wordKey } from './normalise.ts';
import { exactKey, type QueryWord } from './people-query.ts';

/** A person with their search terms. */
export interface FoundPerson {
  readonly person: PersonSummary;
  readonly terms: readonly string[];
}

/**
 * The order in which people are shown: the exact number, the exact login, names of which every typed word is a whole
 * word, then the rest; within each by kana, number and id, so that equal input gives equal order.
 */
export function orderPeople(
  found: readonly FoundPerson[],
  words: readonly QueryWord[],
): readonly PersonSummary[] {
  const whole = exactKey(words);
  return found
    .map((one) => ({ ...one, rank: rank(one, words, whole) }))
    .sort(
      (left, right) =>
        left.rank - right.rank ||
        compare(left.person.kana, right.person.kana) ||
        compare(left.person.number, right.person.number) ||
        compare(left.person.id, right.person.id),
    )
    .map(({ person }) => person);
}

function rank({ person, terms }: FoundPerson, words: readonly QueryWord[], whole: string): number {
  if (wordKey(person.number) === whole) return 0;
  if (wordKey(person.login) === whole) return 1;
  const isWhole = (key: string) => terms.some((term) => term === key || term.startsWith(`${key} `));
  return words.every((word) => word.some(isWhole)) ? 2 : 3;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
