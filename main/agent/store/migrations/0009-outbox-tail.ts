import { packEnvelope } from '../../outbox/packed-envelope.ts';
import type { WritableDatabase } from '../../ports.ts';
import type { Migration } from '../migrations.ts';

/**
 * Queueing a command writes nothing but its row, at the table's end: what still waits for an answer is found by looking
 * from the first such row on, and only what was answered is indexed, by the transaction that takes the answer down.
 * Envelopes are kept as bytes, so that two rows share a page.
 */
export const migration: Migration = {
  number: 9,
  name: 'outbox-tail',
  up(database) {
    database.run('DROP INDEX outbox_command_state');
    database.run('ALTER TABLE outbox_command RENAME TO outbox_command_before');
    database.run(`CREATE TABLE outbox_command (
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('suspend', 'resume')),
      person_id TEXT NOT NULL,
      state TEXT NOT NULL,
      ending TEXT CHECK ((ending IS NOT NULL) = (state = 'ended')),
      refusal TEXT,
      until TEXT,
      queued_at TEXT NOT NULL,
      state_at TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER NOT NULL DEFAULT 0,
      last_error TEXT,
      person TEXT NOT NULL,
      operator TEXT NOT NULL,
      envelope BLOB NOT NULL
    ) STRICT`);
    moveRows(database);
    database.run('DROP TABLE outbox_command_before');
    database.run(`CREATE UNIQUE INDEX outbox_answered ON outbox_command (id) WHERE state <> 'queued'`);
    database.run(
      `CREATE INDEX outbox_answered_person ON outbox_command (person_id, state) WHERE state <> 'queued'`,
    );
  },
};

const columns = `position, id, kind, person_id, state, ending, refusal, until, queued_at, state_at, attempts,
  next_attempt_at, last_error, person, operator`;

/** Row by row: what an envelope is as bytes, SQL does not know. */
function moveRows(database: WritableDatabase): void {
  let position = 0;
  for (;;) {
    const row = database.get<{ position: number; envelope: string }>(
      'SELECT position, envelope FROM outbox_command_before WHERE position > ? ORDER BY position LIMIT 1',
      position,
    );
    if (row === undefined) return;
    ({ position } = row);
    database.run(
      `INSERT INTO outbox_command (${columns}, envelope)
       SELECT ${columns}, ? FROM outbox_command_before WHERE position = ?`,
      packEnvelope(row.envelope),
      position,
    );
  }
}
