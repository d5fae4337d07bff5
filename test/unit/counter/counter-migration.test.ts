import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CaseRecord, closeCase, openCase, saveCase } from '../../../main/agent/counter/case-table.ts';
import { writeState } from '../../../main/agent/store/station-state.ts';
import { createStoreFolder, type StoreFolder } from '../people/people-store.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = createStoreFolder();
});
afterEach(() => folder.remove());

test('a store of the version before keeps its rows and gets operators and cases (0006)', () => {
  const before = folder.open(5);
  before.write((database) => {
    writeState(database, 'feed-cursor', 41);
    database.run(`INSERT INTO audit_person_key (person_id, key) VALUES ('S1001', ?)`, Buffer.alloc(32, 7));
  });
  before.close();
  const after = folder.open(6);
  expect(after.read.get('PRAGMA user_version')).toEqual({ user_version: 6 });
  expect(after.read.get(`SELECT value FROM station_state WHERE key = 'feed-cursor'`)).toEqual({
    value: '41',
  });
  expect(after.read.get('SELECT person_id, key FROM audit_person_key')).toEqual({
    person_id: 'S1001',
    key: Buffer.alloc(32, 7),
  });
  expect(after.read.all('SELECT * FROM counter_case')).toEqual([]);
  expect(after.read.all('SELECT * FROM operator')).toEqual([]);
  after.close();
});

test('a station has one open case at most; closed ones stay', () => {
  const store = folder.open();
  const record = {
    id: '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11',
    personId: 'S1001',
    reason: 'other',
    state: 'opened',
    openedAt: '2025-06-10T01:30:00.000Z',
    openedBy: 'op-a',
    check: null,
    command: null,
    triage: { answers: [], acknowledged: [] },
    preparedBy: null,
    signature: null,
  } satisfies CaseRecord;
  const second = { ...record, id: '0d9f3c1e-6b1a-4f5e-8c3d-fedcba987654' };
  store.write((database) => saveCase(database, record));
  expect(openCase(store.read)).toEqual(record);
  expect(() => store.write((database) => saveCase(database, second))).toThrow();
  store.write((database) => closeCase(database, record.id));
  store.write((database) => saveCase(database, second));
  expect(openCase(store.read)).toEqual(second);
  expect(store.read.get('SELECT count(*) AS count FROM counter_case')).toEqual({ count: 2 });
  store.close();
});

test('a store of the version before keeps its case, which may then wait for a second approval (0010)', () => {
  const before = folder.open(9);
  before.write((database) =>
    database.run(
      `INSERT INTO counter_case (id, person_id, reason, state, opened_at, opened_by)
       VALUES ('2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11', 'S1001', 'other', 'opened', '2025-06-10T01:30:00.000Z', 'op-a')`,
    ),
  );
  before.close();
  const after = folder.open();
  expect(openCase(after.read)).toMatchObject({
    personId: 'S1001',
    state: 'opened',
    triage: { answers: [], acknowledged: [] },
    signature: null,
  });
  // A case that says it was signed once, without a signature, cannot be written.
  expect(() =>
    after.write((database) => database.run(`UPDATE counter_case SET state = 'waiting'`)),
  ).toThrow();
  after.close();
});
