import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Index } from 'flexsearch';
import MiniSearch from 'minisearch';
import { createPeopleReplica, mostListed } from '../../main/agent/people/people-replica.ts';
import type { Store } from '../../main/agent/ports.ts';
import { openStore, pageCache, writerPragmas } from '../../main/agent/store/encrypted-database.ts';
import { migrations } from '../../main/agent/store/migration-list.ts';
import { storeSalt } from '../../main/agent/store/store-format.ts';
import type { PersonSummary } from '../../preload/contract/models/people.ts';
import { createDocumentWriter, writeQuery } from './people-queries.ts';

/** Somebody who finds people: at most `limit` ids for what was typed so far. */
export interface PeopleFinder {
  search(typed: string, limit: number): readonly string[];
  /** Everybody whom one may page to, and how many there are in all; for who pages. */
  listAll?(typed: string): { readonly ids: readonly string[]; readonly total: number };
  close(): void;
}

const peopleAtOnce = 2000;

/** A new encrypted store in a folder of its own. */
export function openBenchStore(): {
  readonly store: Store;
  remove(): void;
  readonly path: string;
  readonly key: Buffer;
} {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'));
  const path = join(folder, 'station.db');
  const key = randomBytes(32);
  const opened = openStore({ path, key, migrations });
  if (!opened.ok) throw new Error(opened.refusal.code);
  return { store: opened.value, path, key, remove: () => rmSync(folder, { recursive: true }) };
}

/** The store's file opened by bare hands, in the same format and with the same settings. */
export function openBare({ path, key }: { readonly path: string; readonly key: Buffer }): Database.Database {
  const database = new Database(path);
  database.pragma(`cipher = 'aegis'`);
  database.pragma(`key = "x'${Buffer.concat([key, storeSalt(key)]).toString('hex')}'"`);
  for (const pragma of [pageCache, ...writerPragmas]) database.pragma(pragma);
  database.pragma('foreign_keys = ON');
  return database;
}

/** The replica with everybody in it, as the feed brings them. */
export function fillReplica(store: Store, people: readonly PersonSummary[]) {
  const replica = createPeopleReplica({ store, clock: { now: () => new Date() } });
  for (let from = 0; from < people.length; from += peopleAtOnce) {
    const upsert = people.slice(from, from + peopleAtOnce);
    store.write((database) => replica.applyPeople(database, { upsert, remove: [] }));
  }
  return replica;
}

/** Every finder by name. Each is given the same people and asked the same questions, in a process of its own. */
export const finders: Readonly<
  Record<string, (people: readonly PersonSummary[]) => PeopleFinder | Promise<PeopleFinder>>
> = {
  async ours(people) {
    const { store, remove } = openBenchStore();
    const replica = fillReplica(store, people);
    await replica.prepare();
    return {
      search: (query, limit) => replica.search({ query, offset: 0, limit }).people.map(({ id }) => id),
      listAll(query) {
        const first = replica.search({ query, offset: 0, limit: 10 });
        const ids = first.people.map(({ id }) => id);
        for (let offset = 10; offset < Math.min(first.total, mostListed); offset += 10)
          ids.push(...replica.search({ query, offset, limit: 10 }).people.map(({ id }) => id));
        return { ids, total: first.total };
      },
      close() {
        store.close();
        remove();
      },
    };
  },

  /** Ten people by their rows out of the encrypted store, and nothing else: no search answers with less. */
  limit(people) {
    const { store, remove } = openBenchStore();
    fillReplica(store, people);
    let next = 0;
    return {
      search: (_, limit) =>
        Array.from({ length: limit }, () => {
          next = (next + 7919) % people.length;
          return store.read.get<{ id: string }>('SELECT * FROM person WHERE row = ?', next + 1)?.id ?? '';
        }),
      close() {
        store.close();
        remove();
      },
    };
  },

  /** Our words as terms, nothing stemmed or split again; every word a beginning, all of them needed. */
  minisearch(people) {
    const write = createDocumentWriter();
    const index = new MiniSearch<{ id: string; text: string }>({
      fields: ['text'],
      tokenize: (text) => text.split(' '),
      processTerm: (term) => term,
      searchOptions: { prefix: true, combineWith: 'AND' },
    });
    for (const person of people) index.add({ id: person.id, text: write(person) });
    return {
      search: (typed, limit) =>
        index
          .search(writeQuery(typed).join(' '))
          .slice(0, limit)
          .map(({ id }) => String(id)),
      close: () => index.removeAll(),
    };
  },

  /**
   * Our words through an encoder that leaves Japanese whole; beginnings of names by its forward tokenizer, numbers and
   * logins only whole, because their beginnings would take gigabytes. No scoring, no context, no cache.
   */
  flexsearch(people) {
    const write = createDocumentWriter();
    const encode = (text: string) => text.split(' ').filter((word) => word !== '');
    const names = new Index({ tokenize: 'forward', resolution: 1, encode, fastupdate: false });
    const keys = new Index({ tokenize: 'strict', resolution: 1, encode, fastupdate: false });
    people.forEach((person, row) => {
      const words = write(person).split(' ');
      names.add(row, words.filter((word) => !/\d/.test(word)).join(' '));
      keys.add(row, words.filter((word) => /\d/.test(word)).join(' '));
    });
    return {
      search(typed, limit) {
        const query = writeQuery(typed).join(' ');
        const found = (/\d/.test(query) ? keys : names).search(query, { limit });
        return found.map((row) => people[Number(row)]?.id ?? '');
      },
      close: () => names.clear(),
    };
  },

  /** Our words in one column of the same encrypted format, looked through from its beginning. */
  like(people) {
    const bench = openBenchStore();
    bench.store.close();
    const database = openBare(bench);
    database.exec('CREATE TABLE listed (id TEXT NOT NULL, text TEXT NOT NULL) STRICT');
    const write = createDocumentWriter();
    const insert = database.prepare('INSERT INTO listed (id, text) VALUES (?, ?)');
    database.transaction(() => {
      for (const person of people) insert.run(person.id, ` ${write(person)}`);
    })();
    const select = (words: number) =>
      database.prepare<unknown[], { id: string }>(
        `SELECT id FROM listed WHERE ${Array(words).fill('text LIKE ?').join(' AND ')} LIMIT ?`,
      );
    return {
      search(typed, limit) {
        const words = writeQuery(typed);
        if (words.length === 0) return [];
        const patterns = words.map((word) => `% ${word}%`);
        return select(words.length)
          .all(...patterns, limit)
          .map(({ id }) => id);
      },
      close() {
        database.close();
        bench.remove();
      },
    };
  },
};
