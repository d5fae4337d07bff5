import { createNameReader, spellingsOf } from '../../main/agent/people/name-words.ts';
import { splitWords, wordKey } from '../../main/agent/people/normalise.ts';
import { readPeopleQuery } from '../../main/agent/people/people-query.ts';
import { romajiNames } from '../../main/agent/people/romaji.ts';
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { seededRandom } from '../fuzz/seeded-random.ts';

export const queryClasses = [
  'kanji',
  'kanji-joined',
  'kana',
  'hepburn',
  'kunrei',
  'given-first',
  'number',
  'login',
] as const;
export type QueryClass = (typeof queryClasses)[number];

/** What has been typed after one key of a query. */
export interface KeyPress {
  readonly kind: QueryClass;
  readonly typed: string;
  /** The query's last key: all of it has been typed. */
  readonly complete: boolean;
}

/** Names of two words, as most are. */
function typedAs(person: PersonSummary, kind: QueryClass): string {
  const kana = splitWords(person.kana);
  const romaji = romajiNames(kana).map((words) => words.join(' '));
  switch (kind) {
    case 'kanji':
      return person.name;
    case 'kanji-joined':
      return person.name.replaceAll(' ', '');
    case 'kana':
      return person.kana;
    case 'hepburn':
      return romaji[0] ?? person.romaji;
    case 'kunrei':
      return romaji.find((name) => /si|ti|tu|hu|zi|sy|ty|zy/.test(name)) ?? romaji[0] ?? person.romaji;
    case 'given-first':
      return person.name.split(' ').reverse().join(' ');
    case 'number':
      return person.number;
    case 'login':
      return person.login;
  }
}

/** Every key press of `count` people's queries of each class, in one shuffled order, the same at every call. */
export function keyPresses(people: readonly PersonSummary[], count: number): readonly KeyPress[] {
  const random = seededRandom(7, 0);
  const presses = Array.from({ length: count }, () => random.pick(people)).flatMap((person) =>
    queryClasses.flatMap((kind): KeyPress[] => {
      const characters = Array.from(typedAs(person, kind));
      return characters.flatMap((character, index) =>
        // What we answer with "type more" is not asked of anybody.
        character === ' ' || readPeopleQuery(characters.slice(0, index + 1).join('')).kind !== 'words'
          ? []
          : [
              {
                kind,
                typed: characters.slice(0, index + 1).join(''),
                complete: index === characters.length - 1,
              },
            ],
      );
    }),
  );
  for (let place = presses.length - 1; place > 0; place -= 1) {
    const other = random.below(place + 1);
    [presses[place], presses[other]] = [presses[other] as KeyPress, presses[place] as KeyPress];
  }
  return presses;
}

/**
 * What a general search library is given to find a person by, so that it can find whom we find: every spelling of every
 * word, the names without their spaces, number and login, as words between spaces.
 */
export function createDocumentWriter(): (person: PersonSummary) => string {
  const readName = createNameReader();
  const known = new Map<string, readonly string[]>();
  const spelled = (word: string) => {
    const made = known.get(word) ?? spellingsOf(word);
    known.set(word, made);
    return made;
  };
  return (person) => {
    const keys = new Set(readName(person).words.flatMap(spelled));
    for (const name of [person.name, person.kana]) keys.add(wordKey(name.replaceAll(' ', '')));
    for (const name of romajiNames(splitWords(person.kana)).slice(0, 2)) keys.add(wordKey(name.join('')));
    keys.add(wordKey(person.number)).add(wordKey(person.login));
    return [...keys].join(' ');
  };
}

/** A query as the same words, for those who get documents so. */
export function writeQuery(typed: string): readonly string[] {
  return splitWords(typed)
    .map(wordKey)
    .filter((key) => key !== '');
}

/** A query typed to its end, and the ids of those whose words it names, at most ten. */
export interface CompleteQuery {
  readonly typed: string;
  readonly ids: readonly string[];
}

/** Of the complete queries those that at most ten people answer to, found by looking at everybody. */
export function completeQueries(people: readonly PersonSummary[], count: number): readonly CompleteQuery[] {
  const queries = keyPresses(people, count).filter(
    ({ complete, kind }) => complete && kind !== 'kanji-joined',
  );
  const wanted = new Map<string, Set<string>>();
  for (const { typed } of queries) for (const word of writeQuery(typed)) wanted.set(word, new Set());
  const write = createDocumentWriter();
  for (const person of people) for (const word of write(person).split(' ')) wanted.get(word)?.add(person.id);
  return queries
    .map(({ typed }) => {
      const sets = writeQuery(typed).map((word) => wanted.get(word) ?? new Set<string>());
      const [first = new Set<string>(), ...others] = sets;
      return { typed, ids: [...first].filter((id) => others.every((set) => set.has(id))) };
    })
    .filter(({ ids }) => ids.length > 0 && ids.length <= 10);
}
