import type { Migration } from '../migrations.ts';

/**
 * A case keeps the answers of its triage, who prepared its decision, and the first of two signatures; it may wait for the
 * second without standing in the counter's way. Beside it: factors as last known, sealed under their person's key, and
 * how many visits needed no suspension.
 */
export const migration: Migration = {
  number: 10,
  name: 'triage',
  up(database) {
    database.run('DROP INDEX counter_case_one_open');
    database.run('ALTER TABLE counter_case RENAME TO counter_case_before');
    database.run(`CREATE TABLE counter_case (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      reason TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN
        ('opened', 'checked', 'decided', 'approving', 'waiting', 'signed', 'closed')),
      opened_at TEXT NOT NULL,
      opened_by TEXT NOT NULL,
      identity_check TEXT,
      command TEXT,
      triage TEXT NOT NULL DEFAULT '{"answers":[],"acknowledged":[]}',
      prepared_by TEXT,
      signature TEXT,
      CHECK ((signature IS NOT NULL) OR (state NOT IN ('approving', 'waiting')))
    ) STRICT, WITHOUT ROWID`);
    database.run(
      `INSERT INTO counter_case (id, person_id, reason, state, opened_at, opened_by, identity_check, command)
       SELECT id, person_id, reason, state, opened_at, opened_by, identity_check, command FROM counter_case_before`,
    );
    database.run('DROP TABLE counter_case_before');
    database.run(
      `CREATE UNIQUE INDEX counter_case_one_open ON counter_case (state NOT IN ('closed', 'waiting'))
       WHERE state NOT IN ('closed', 'waiting')`,
    );
    database.run(`CREATE INDEX counter_case_waiting ON counter_case (state) WHERE state = 'waiting'`);
    database.run(`CREATE TABLE person_factors (
      person_id TEXT PRIMARY KEY,
      sealed BLOB NOT NULL
    ) STRICT, WITHOUT ROWID`);
    database.run(`CREATE TABLE avoided_suspension (
      day TEXT PRIMARY KEY,
      count INTEGER NOT NULL CHECK (count > 0)
    ) STRICT, WITHOUT ROWID`);
  },
};
