import { expect, test } from 'vitest';
import { z } from 'zod';
import { readSession } from '../../../main/agent/session/session-record.ts';
import { migration } from '../../../main/agent/store/migrations/0005-sign-in.ts';
import { readState, writeState } from '../../../main/agent/store/station-state.ts';
import { createStoreFolder } from './station-rig.ts';

test('migration 0005 leaves the rows of the version before as they were, and adds empty tables', () => {
  const folder = createStoreFolder();
  const before = folder.open(migration.number - 1);
  before.write((database) => {
    writeState(database, 'kept', 'as it was');
    database.run(
      `INSERT INTO outbox_command (id, kind, person_id, person, operator, envelope, state, queued_at, state_at)
       VALUES ('c1', 'suspend', '20240001', '{}', '{}', 'envelope', 'queued', '2025', '2025')`,
    );
  });
  const rows = before.read.all('SELECT * FROM outbox_command');
  expect(before.read.all(`SELECT name FROM sqlite_master WHERE name = 'lab_session'`)).toEqual([]);
  before.close();

  const after = folder.open(migration.number);
  expect(readState(after.read, 'kept', z.string())).toBe('as it was');
  expect(after.read.all('SELECT * FROM outbox_command')).toEqual(rows);
  expect(readSession(after.read)).toBeNull();
  expect(after.read.all('SELECT * FROM sign_in_failure')).toEqual([]);
  after.close();
  folder.remove();
});
