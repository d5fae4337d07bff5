import type { Migration } from '../migrations.ts';

/** Operators' registry as the feed brought it, and the counter's cases. */
export const migration: Migration = {
  number: 6,
  name: 'counter',
  up(database) {
    database.run(`CREATE TABLE operator (
      id TEXT PRIMARY KEY,
      record TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`);
    database.run(`CREATE TABLE operator_credential (
      credential_id TEXT PRIMARY KEY,
      operator_id TEXT NOT NULL REFERENCES operator (id) ON DELETE CASCADE,
      counter INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID`);
    database.run(`CREATE TABLE counter_case (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      reason TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('opened', 'checked', 'decided', 'signed', 'closed')),
      opened_at TEXT NOT NULL,
      opened_by TEXT NOT NULL,
      identity_check TEXT,
      command TEXT
    ) STRICT, WITHOUT ROWID`);
    database.run(
      `CREATE UNIQUE INDEX counter_case_one_open ON counter_case (state <> 'closed') WHERE state <> 'closed'`,
    );
  },
};
