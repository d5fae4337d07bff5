import { expect, test } from 'vitest';
import { migration } from '../../../main/agent/store/migrations/0008-guessing.ts';
import { createStoreFolder } from './station-rig.ts';

test('migration 0008 keeps failures of before, without a tag, and adds empty tables', () => {
  const folder = createStoreFolder();
  const before = folder.open(migration.number - 1);
  before.write((database) =>
    database.run(
      `INSERT INTO sign_in_failure (subject, failures, boot, uptime_ms, trusted_at, seen_at)
       VALUES ('digest', 7, 'boot-1', 5, NULL, 9)`,
    ),
  );
  before.close();
  const after = folder.open(migration.number);
  expect(after.read.all('SELECT * FROM sign_in_failure')).toEqual([
    { subject: 'digest', failures: 7, boot: 'boot-1', uptime_ms: 5, trusted_at: null, seen_at: 9, tag: null },
  ]);
  for (const table of ['offline_verifier', 'offline_sign_in', 'failure_report', 'shared_failure'])
    expect(after.read.all(`SELECT * FROM ${table}`)).toEqual([]);
  after.close();
  folder.remove();
});
