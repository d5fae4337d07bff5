import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPeopleReplica } from '../../../main/agent/people/people-replica.ts';
import { migration as people4 } from '../../../main/agent/store/migrations/0004-people.ts';
import { migration as index13 } from '../../../main/agent/store/migrations/0013-people-index.ts';
import { demonstrationAccounts } from '../../../main/profile/demonstration-accounts.ts';
import { createStoreFolder, type StoreFolder } from './people-store.ts';

const clock = { now: () => new Date('2025-11-21T09:00:00.000Z') };
const people = demonstrationAccounts.map(({ person }) => person);
let folder: StoreFolder;
beforeEach(() => {
  folder = createStoreFolder();
});
afterEach(() => folder.remove());

describe('migration 0004', () => {
  it('leaves the rows of the version before as they were, and adds an empty replica', () => {
    const before = folder.open(people4.number - 1);
    before.write((database) => {
      database.run("INSERT INTO station_state (key, value) VALUES ('kept', 'as it was')");
      database.run(
        `INSERT INTO outbox_command (id, kind, person_id, person, operator, envelope, state, queued_at, state_at)
         VALUES ('c1', 'suspend', '20240001', '{}', '{}', 'envelope', 'queued', '2025', '2025')`,
      );
    });
    const rows = () => [
      ...store.read.all('SELECT * FROM station_state ORDER BY key'),
      ...store.read.all('SELECT * FROM outbox_command ORDER BY position'),
    ];
    let store = before;
    const earlier = rows();
    before.close();

    store = folder.open(people4.number);
    expect(rows()).toEqual(earlier);
    expect(store.read.all('SELECT people, updated_at FROM people_replica')).toEqual([
      { people: 0, updated_at: null },
    ]);
    store.close();
  });
});

describe('migration 0013', () => {
  it('keeps the people of the version before, and finds them without their rows of search terms', () => {
    const before = folder.open(index13.number - 1);
    before.write((database) => {
      for (const [index, person] of people.entries()) {
        database.run(
          `INSERT INTO person (row, id, number, login, name, kana, romaji, role, affiliation, terms)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          index + 1,
          person.id,
          person.number,
          person.login,
          person.name,
          person.kana,
          person.romaji,
          person.role,
          JSON.stringify(person.affiliation),
          `\n${person.number}\n`,
        );
        database.run('INSERT INTO term (key, person_row) VALUES (?, ?)', person.number, index + 1);
      }
      database.run(
        'UPDATE people_replica SET people = ?, updated_at = ?',
        people.length,
        clock.now().toISOString(),
      );
    });
    before.close();

    const store = folder.open();
    const replica = createPeopleReplica({ store, clock });
    const at = clock.now().toISOString();
    expect(replica.status()).toEqual({
      people: people.length,
      updatedAt: at,
      confirmedAt: at,
      receiving: false,
      expected: null,
    });
    for (const person of people) {
      expect(replica.get(person.id)).toEqual(person);
      expect(replica.search({ query: person.name, offset: 0, limit: 5 }).people).toEqual([person]);
    }
    expect(store.read.all(`SELECT name FROM sqlite_schema WHERE name = 'term'`)).toEqual([]);
    store.close();
  });
});
