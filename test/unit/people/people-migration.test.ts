import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPeopleReplica } from '../../../main/agent/people/people-replica.ts';
import { migration } from '../../../main/agent/store/migrations/0004-people.ts';
import { demonstrationAccounts } from '../../../main/profile/demonstration-accounts.ts';
import { createStoreFolder, type StoreFolder } from './people-store.ts';

const clock = { now: () => new Date('2025-11-21T09:00:00.000Z') };
const people = demonstrationAccounts.map(({ person }) => person);

describe('migration 0004', () => {
  let folder: StoreFolder;
  beforeEach(() => {
    folder = createStoreFolder();
  });
  afterEach(() => folder.remove());

  it('leaves the rows of the version before as they were, and adds an empty replica', () => {
    const before = folder.open(migration.number - 1);
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

    store = folder.open(migration.number);
    expect(rows()).toEqual(earlier);
    expect(createPeopleReplica({ store, clock }).status()).toEqual({ people: 0, updatedAt: null });
    store.close();
  });

  it('makes tables that keep people when the store is opened again, and by every later version', () => {
    const first = folder.open(migration.number);
    first.write((database) =>
      createPeopleReplica({ store: first, clock }).applyPeople(database, { upsert: people, remove: [] }),
    );
    first.close();

    const later = folder.open();
    const replica = createPeopleReplica({ store: later, clock });
    expect(replica.status()).toEqual({ people: people.length, updatedAt: clock.now().toISOString() });
    for (const person of people) {
      expect(replica.get(person.id)).toEqual(person);
      expect(replica.search({ query: person.name, limit: 5 }).people).toEqual([person]);
    }
    later.close();
  });
});
