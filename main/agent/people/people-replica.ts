import type { PeopleFound, PersonSummary } from '../../../preload/contract/models/people.ts';
import type { ReadableDatabase, Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { orderPeople } from './people-order.ts';
import { type QueryWord, readPeopleQuery } from './people-query.ts';
import { type PersonRow, readPerson, readTerms, removePerson, upsertPerson } from './person-rows.ts';

/** What a feed item says about people. A person named in both lists is removed. */
export interface PeopleChanges {
  readonly upsert: readonly PersonSummary[];
  /** Person ids; unknown ones are no failure. */
  readonly remove: readonly string[];
}

export type ReplicaStatus = PeopleFound['replica'];

/** The counter's copy of the directory: enough to find a visitor without a network, and nothing more. */
export interface PeopleReplica {
  /**
   * Applies changes in the caller's transaction, with which they stand or fall. Blocks about 0.1 ms per person: give it
   * one feed item (at most 2000 people) per transaction.
   */
  applyPeople(database: WritableDatabase, changes: PeopleChanges): void;
  /**
   * People whose number, login or name begins with every word of the query, in kanji, kana or romaji. At most `limit`
   * (1 to 50), the exact number first; `more` when others match, or when a query was too broad to be sure that none does.
   */
  search(request: { readonly query: string; readonly limit: number }): PeopleFound;
  /** The person with this id; undefined when the replica doesn't have them. */
  get(id: string): PersonSummary | undefined;
  status(): ReplicaStatus;
}

const maximumLimit = 50;
/** Candidates of one word that are checked against the other words of a query. */
const maximumCandidates = 4000;

const rangeOf = `term.key >= word.value AND term.key < word.value || char(1114111)`;
const selectMatches = `
  SELECT DISTINCT term.person_row AS row FROM json_each(?) AS word CROSS JOIN term WHERE ${rangeOf} LIMIT ?`;
const countMatches = `
  SELECT count(*) AS count FROM (
    SELECT 1 FROM json_each(?) AS word CROSS JOIN term WHERE ${rangeOf} LIMIT ?)`;
const selectMatchesOfEvery = `
  SELECT candidate.row AS row FROM (${selectMatches}) AS candidate CROSS JOIN person ON person.row = candidate.row
  WHERE NOT EXISTS (SELECT 1 FROM json_each(?) AS other WHERE NOT EXISTS (
    SELECT 1 FROM json_each(other.value) AS key WHERE instr(person.terms, char(10) || key.value) > 0))
  LIMIT ?`;
const selectPeople = `
  SELECT person.* FROM json_each(?) AS wanted CROSS JOIN person ON person.row = wanted.value`;

/** The counter's replica over the station's store. Persists people and their search terms (migration 0004). */
export function createPeopleReplica(options: {
  readonly store: Pick<Store, 'read'>;
  readonly clock: Pick<TrustedClock, 'now'>;
}): PeopleReplica {
  const { read } = options.store;

  function status(): ReplicaStatus {
    const row = read.get<{ people: number; updated_at: string | null }>(
      'SELECT people, updated_at FROM people_replica',
    );
    return { people: row?.people ?? 0, updatedAt: row?.updated_at ?? null };
  }

  return {
    status,
    applyPeople(database, changes) {
      const removed = new Set(changes.remove);
      let difference = 0;
      for (const id of removed) difference -= removePerson(database, id);
      for (const person of changes.upsert) {
        if (!removed.has(person.id)) difference += upsertPerson(database, person);
      }
      database.run(
        'UPDATE people_replica SET people = people + ?, updated_at = ?',
        difference,
        options.clock.now().toISOString(),
      );
    },
    search({ query, limit }) {
      const words = readPeopleQuery(query);
      const bounded = limit >= 1 ? Math.min(Math.trunc(limit), maximumLimit) : 1;
      const { rows, more } = findRows(read, words, bounded);
      if (rows.length === 0) return { people: [], more, replica: status() };
      const found = read
        .all<PersonRow>(selectPeople, JSON.stringify(rows))
        .map((row) => ({ person: readPerson(row), terms: readTerms(row.terms) }));
      return { people: [...orderPeople(found, words)], more, replica: status() };
    },
    get(id) {
      const row = read.get<PersonRow>('SELECT * FROM person WHERE id = ?', id);
      return row === undefined ? undefined : readPerson(row);
    },
  };
}

/** Rows that match every word; walks the word with the fewest matches and checks the others. */
function findRows(
  read: ReadableDatabase,
  words: readonly QueryWord[],
  limit: number,
): { readonly rows: readonly number[]; readonly more: boolean } {
  const [first, ...rest] = words;
  if (first === undefined) return { rows: [], more: false };
  if (rest.length === 0) return cut(read.all(selectMatches, JSON.stringify(first), limit + 1), limit);

  const counted = words.map((word) => {
    const count = read.get<{ count: number }>(countMatches, JSON.stringify(word), maximumCandidates);
    return { word, count: count?.count ?? 0 };
  });
  const rarest = counted.reduce((least, one) => (one.count < least.count ? one : least));
  const others = words.filter((word) => word !== rarest.word);
  const rows = read.all<{ row: number }>(
    selectMatchesOfEvery,
    JSON.stringify(rarest.word),
    maximumCandidates,
    JSON.stringify(others),
    limit + 1,
  );
  const result = cut(rows, limit);
  return { rows: result.rows, more: result.more || rarest.count >= maximumCandidates };
}

function cut(rows: readonly { readonly row: number }[], limit: number) {
  return { rows: rows.slice(0, limit).map(({ row }) => row), more: rows.length > limit };
}
