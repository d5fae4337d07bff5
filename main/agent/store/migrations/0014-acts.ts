import type { Migration } from '../migrations.ts';

const columns = `position, id, kind, person_id, state, ending, refusal, until, queued_at, state_at, attempts,
  next_attempt_at, last_error, person, operator, envelope`;

/**
 * Commands of every kind, with their case, a request's due date, and whether anything of them was ever sent: only what
 * surely was not can be taken back. What waits from before may have been.
 */
export const migration: Migration = {
  number: 14,
  name: 'acts',
  up(database) {
    database.run('DROP INDEX outbox_answered');
    database.run('DROP INDEX outbox_answered_person');
    database.run('ALTER TABLE outbox_command RENAME TO outbox_command_before');
    database.run(`CREATE TABLE outbox_command (
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      kind TEXT NOT NULL,
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
      envelope BLOB NOT NULL,
      case_id TEXT,
      due_by TEXT,
      extends TEXT,
      sent_at TEXT
    ) STRICT`);
    database.run(
      `INSERT INTO outbox_command (${columns}, sent_at) SELECT ${columns}, queued_at FROM outbox_command_before`,
    );
    database.run('DROP TABLE outbox_command_before');
    database.run(`CREATE UNIQUE INDEX outbox_answered ON outbox_command (id) WHERE state <> 'queued'`);
    database.run(
      `CREATE INDEX outbox_answered_person ON outbox_command (person_id, state) WHERE state <> 'queued'`,
    );
  },
};
