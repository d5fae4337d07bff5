import type { PeopleNeed, PersonSummary, ReplicaStatus } from '../../../preload/contract/models/people.ts';
import type { Store, TrustedClock, WritableDatabase } from '../ports.ts';
import { createIndexKeeper } from './index-keeper.ts';
import { readPeopleQuery } from './people-query.ts';
import { type PersonRow, readPerson, removePerson, upsertPerson } from './person-rows.ts';
import { practiseSearch } from './practise-search.ts';

/** What a feed item says about people. A person named in both lists is removed. */
export interface PeopleChanges {
  readonly upsert: readonly PersonSummary[];
  /** Person ids; unknown ones are no failure. */
  readonly remove: readonly string[];
}

/** A page of the people who match. */
export interface PeoplePage {
  readonly people: readonly PersonSummary[];
  /** How many match in all. */
  readonly total: number;
  /** Others match that no page shows, or none is looked for yet: what to type more of. */
  readonly need: PeopleNeed | null;
}

/** The counter's copy of the directory: enough to find a visitor without a network, and nothing more. */
export interface PeopleReplica {
  /**
   * Applies changes in the caller's transaction, with which they stand or fall. Blocks about 0.01 ms per person: give it
   * one feed item (at most 2000 people) per transaction.
   */
  applyPeople(database: WritableDatabase, changes: PeopleChanges): void;
  /** The hub said in this transaction that there is nothing newer: the replica is as old as that word. */
  confirm(database: WritableDatabase): void;
  /** How many people the hub says there are; known until the copy is whole. */
  expect(people: number): void;
  /**
   * People whose number, login or name begins with every word of the query, in kanji, kana or romaji; the exact number
   * first, then the exact login, then whole words. Pages of at most 50, and none beyond {@link mostListed} people.
   */
  search(request: { readonly query: string; readonly offset: number; readonly limit: number }): PeoplePage;
  /** The person whose number this is, however it is written; null for nobody, or when several bear it. */
  byNumber(number: string): PersonSummary | null;
  /** The person with this id; undefined when the replica doesn't have them. */
  get(id: string): PersonSummary | undefined;
  status(): ReplicaStatus;
  /**
   * Makes the index of everybody, a few milliseconds at a time, where it is missing or far behind; and once practises, so that
   * the first searches are as fast as the later ones.
   */
  prepare(): Promise<void>;
  /** Resolves when a search is answered at once: waits only where there is no index at all yet. */
  ready(): Promise<void>;
  close(): void;
}

const maximumLimit = 50;
/** As many as a list shows. */
const practisedPage = 10;
/** How far one may page through one query: whom nobody finds by then needs another word, not another page. */
export const mostListed = 200;

/** The counter's replica over the station's store. Persists people (migrations 0004, 0013); their index is in memory. */
export function createPeopleReplica(options: {
  readonly store: Pick<Store, 'read'>;
  readonly clock: Pick<TrustedClock, 'now'>;
}): PeopleReplica {
  const { read } = options.store;
  const index = createIndexKeeper(read);
  /** Parts of a copy have come in this run, and its end has not. */
  let arriving = false;
  let expected: number | null = null;
  let practised = false;
  let closed = false;

  const readRows = (rows: readonly number[]): readonly PersonSummary[] =>
    rows.flatMap((wanted) => {
      const row = read.get<PersonRow>('SELECT * FROM person WHERE row = ?', wanted);
      return row === undefined ? [] : [readPerson(row)];
    });

  const replica: PeopleReplica = {
    applyPeople(database, changes) {
      arriving = true;
      const removed = new Set(changes.remove);
      let difference = 0;
      for (const id of removed) {
        const change = removePerson(database, id);
        if (change === null) continue;
        index.touched(change.row);
        difference += change.difference;
      }
      for (const person of changes.upsert) {
        if (removed.has(person.id)) continue;
        const change = upsertPerson(database, person);
        index.touched(change.row);
        difference += change.difference;
      }
      database.run(
        'UPDATE people_replica SET people = people + ?, updated_at = ?',
        difference,
        options.clock.now().toISOString(),
      );
    },

    confirm(database) {
      arriving = false;
      expected = null;
      database.run('UPDATE people_replica SET confirmed_at = ?', options.clock.now().toISOString());
    },

    expect(people) {
      expected = people;
    },

    search({ query, offset, limit }) {
      const typed = readPeopleQuery(query);
      if (typed.kind === 'nothing') return { people: [], total: 0, need: null };
      if (typed.kind === 'too-short') return { people: [], total: 0, need: 'more-letters' };
      const from = offset >= 0 ? Math.min(Math.trunc(offset), mostListed) : 0;
      const wanted = limit >= 1 ? Math.min(Math.trunc(limit), maximumLimit, mostListed - from) : 1;
      const { rows, total } = index.current().find(typed, { offset: from, limit: wanted });
      return { people: readRows(rows), total, need: total > mostListed ? 'another-word' : null };
    },

    byNumber(number) {
      const typed = readPeopleQuery(number);
      if (typed.kind !== 'words') return null;
      const { rows } = index.current().find(typed, { offset: 0, limit: 2 });
      const people = readRows(rows).filter((person) => {
        const written = readPeopleQuery(person.number);
        return written.kind === 'words' && written.whole === typed.whole;
      });
      return people.length === 1 ? (people[0] ?? null) : null;
    },

    get(id) {
      const row = read.get<PersonRow>('SELECT * FROM person WHERE id = ?', id);
      return row === undefined ? undefined : readPerson(row);
    },

    status() {
      const row = read.get<{ people: number; updated_at: string | null; confirmed_at: string | null }>(
        'SELECT people, updated_at, confirmed_at FROM people_replica',
      );
      const receiving = arriving && row?.confirmed_at == null;
      return {
        people: row?.people ?? 0,
        updatedAt: row?.updated_at ?? null,
        confirmedAt: row?.confirmed_at ?? row?.updated_at ?? null,
        receiving,
        expected: receiving ? expected : null,
      };
    },

    async prepare() {
      await index.prepare();
      if (practised || closed) return;
      practised = true;
      const search = (query: string) => replica.search({ query, offset: 0, limit: practisedPage });
      await practiseSearch(read, search, () => closed);
    },
    ready: index.ready,
    close() {
      closed = true;
      index.close();
    },
  };
  return replica;
}
