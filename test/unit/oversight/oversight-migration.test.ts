import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCaseLedger } from '../../../main/agent/oversight/case-ledger.ts';
import { createStoreFolder, type StoreFolder } from '../people/people-store.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = createStoreFolder();
});
afterEach(() => folder.remove());

test('a store of the version before keeps its trail, and is told of the cases in it (0012)', () => {
  const caseId = '2b6f6c1e-5d0a-4c3e-9f43-0a4f5d2f8a11';
  const at = '2025-06-10T01:30:00.000Z';
  const before = folder.open(11);
  before.write((database) => {
    database.run(`INSERT INTO audit_person_key (person_id, key) VALUES ('S1001', ?)`, Buffer.alloc(32, 7));
    const entry = (kind: string, facts: object) =>
      JSON.stringify({ actor: { type: 'operator', id: 'op-a' }, at, kind, facts });
    const insert = (sequence: number, text: string) =>
      database.run(
        'INSERT INTO audit_entry (sequence, entry, hash, subject_key) VALUES (?, ?, ?, 1)',
        sequence,
        text,
        `h${sequence}`,
      );
    insert(1, entry('person-opened', { case: caseId, reason: 'broken' }));
    insert(2, entry('case-advised', { case: caseId, outcome: 'x', kind: 'self-service', avoided: true }));
  });
  before.close();
  const after = folder.open(12);
  const ledger = createCaseLedger({ store: after });
  ledger.catchUp();
  expect(ledger.cases('2025-06-10T00:00:00.000Z', '2025-06-11T00:00:00.000Z', 10)).toEqual([
    {
      caseId,
      openedAt: at,
      reason: 'broken',
      operator: 'op-a',
      outcome: 'advised',
      outcomeAt: at,
      avoided: true,
      command: null,
      personId: 'S1001',
    },
  ]);
  expect(after.read.all('SELECT * FROM shift_hand_over')).toEqual([]);
  after.close();
});
