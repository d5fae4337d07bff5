import { afterEach, beforeEach, expect, test } from 'vitest';
import { particularsOf } from '../../../main/agent/check/person-particulars.ts';
import { openCase } from '../../../main/agent/counter/case-table.ts';
import { createStoreFolder, type StoreFolder } from '../people/people-store.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = createStoreFolder();
});
afterEach(() => folder.remove());

const ids = ['2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11', '0d9f3c1e-6b1a-4f5e-8c3d-fedcba987654'] as const;

test('a store of the version before keeps its open case, which may then lie aside for a call back (0011)', () => {
  const insert = (id: string) =>
    `INSERT INTO counter_case (id, person_id, reason, state, opened_at, opened_by)
     VALUES ('${id}', 'S1001', 'replaced', 'opened', '2025-06-10T01:30:00.000Z', 'op-a')`;
  const before = folder.open(10);
  before.write((database) => {
    database.run(insert(ids[0]));
    database.run(`INSERT INTO audit_person_key (person_id, key) VALUES ('S1001', ?)`, Buffer.alloc(32, 7));
  });
  expect(() => before.write((database) => database.run(insert(ids[1])))).toThrow();
  before.close();

  const after = folder.open(11);
  expect(after.read.get('PRAGMA user_version')).toEqual({ user_version: 11 });
  expect(openCase(after.read)).toMatchObject({ id: ids[0], personId: 'S1001', reason: 'replaced' });
  expect(particularsOf(after.read, 'S1001')).toEqual({ telephone: null, portrait: null });
  for (const table of [
    'case_call',
    'failed_check',
    'person_news',
    'case_conflict_seen',
    'person_particulars',
  ])
    expect(after.read.all(`SELECT * FROM ${table}`)).toEqual([]);
  // One on the desk as before; another only once the first lies aside.
  expect(() => after.write((database) => database.run(insert(ids[1])))).toThrow();
  after.write((database) => {
    database.run(`UPDATE counter_case SET parked_at = '2025-06-10T01:31:00.000Z' WHERE id = ?`, ids[0]);
    database.run(insert(ids[1]));
  });
  expect(openCase(after.read)).toMatchObject({ id: ids[1] });
  expect(() =>
    after.write((database) =>
      database.run(`INSERT INTO failed_check VALUES ('x', 'S1001', 't', 's', 'c', 'letter', '[]', 0)`),
    ),
  ).toThrow();
  after.close();
});
