import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../main/agent/ports.ts';
import { migrations } from '../../../main/agent/store/migration-list.ts';
import { type Migration, migrate } from '../../../main/agent/store/migrations.ts';
import { createStoreFolder, type StoreFolder } from './store-folder.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = createStoreFolder();
});
afterEach(() => folder.remove());

const versionOf = (store: Store) =>
  store.read.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
const tablesOf = (store: Store) =>
  store.read
    .all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
    .map(({ name }) => name);

it('are numbered 1, 2, 3 … without a gap', () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
});

it('are each all or nothing: a step that fails leaves the version before it', () => {
  const store = folder.open(1);
  const half: Migration = {
    number: 2,
    name: 'half',
    up(database) {
      database.run('CREATE TABLE half (id INTEGER)');
      throw new Error('power cut');
    },
  };
  expect(() => migrate(store, [...migrations.slice(0, 1), half])).toThrow('power cut');
  expect(versionOf(store)).toBe(1);
  expect(tablesOf(store)).not.toContain('half');
  store.close();
});

it('refuse to run out of order', () => {
  const store = folder.open(1);
  expect(() => migrate(store, [...migrations].reverse())).toThrow('out of order');
  store.close();
});

describe('each step opens a store of the version before', () => {
  it('0001-foundation makes a new store', () => {
    const store = folder.open(1);
    expect(versionOf(store)).toBe(1);
    expect(tablesOf(store)).toEqual(['station_state']);
    store.close();
  });

  it('0002-audit keeps the station state, and starts a chain of its own in every store', () => {
    const before = folder.open(1);
    before.write((database) => database.run(`INSERT INTO station_state VALUES ('feed-cursor', '42')`));
    before.close();
    const store = folder.open(2);
    const state = store.read.all<{ key: string; value: string }>('SELECT * FROM station_state ORDER BY key');
    expect(state[1]).toEqual({ key: 'feed-cursor', value: '42' });
    expect(state[0]?.value).toMatch(/^"[0-9a-f-]{36}"$/);
    store.close();
    const other = createStoreFolder();
    const second = other.open(2);
    expect(second.read.get(`SELECT value FROM station_state WHERE key = 'audit-chain'`)).not.toEqual({
      value: state[0]?.value,
    });
    second.close();
    other.remove();
  });

  it('0003-outbox keeps audit entries and their persons', () => {
    const before = folder.open(2);
    before.write((database) => {
      database.run('INSERT INTO audit_person_key VALUES (7, ?, ?)', 'person-1', new Uint8Array(32));
      database.run(`INSERT INTO audit_entry VALUES (1, '{}', 'hash', NULL, 7, NULL)`);
    });
    before.close();
    const store = folder.open(3);
    expect(store.read.get('SELECT sequence, entry, subject_key FROM audit_entry')).toEqual({
      sequence: 1,
      entry: '{}',
      subject_key: 7,
    });
    expect(store.read.get('SELECT count(*) AS n FROM outbox_command')).toEqual({ n: 0 });
    store.close();
  });
});
