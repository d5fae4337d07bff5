import type { Migration } from '../migrations.ts';

/**
 * What a check needs and leaves: checks that failed here or at another counter, a call back with its attempts, what the
 * directory keeps for a check (a photograph, a number to call) sealed under its person's key, and what the hub told of a
 * person meanwhile. A case that waits for a call back may lie aside, so that others are served.
 */
export const migration: Migration = {
  number: 11,
  name: 'check',
  up(database) {
    database.run('DROP INDEX counter_case_one_open');
    database.run('ALTER TABLE counter_case ADD COLUMN parked_at TEXT');
    database.run(
      `CREATE UNIQUE INDEX counter_case_one_open ON counter_case (parked_at IS NULL)
       WHERE state NOT IN ('closed', 'waiting') AND parked_at IS NULL`,
    );
    database.run('CREATE INDEX counter_case_parked ON counter_case (parked_at) WHERE parked_at IS NOT NULL');
    database.run(`CREATE TABLE case_call (
      case_id TEXT PRIMARY KEY,
      call TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`);
    database.run(`CREATE TABLE failed_check (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      at TEXT NOT NULL,
      station TEXT NOT NULL,
      counter TEXT NOT NULL,
      method TEXT NOT NULL CHECK (method IN ('documents', 'phone')),
      reasons TEXT NOT NULL,
      told INTEGER NOT NULL CHECK (told IN (0, 1))
    ) STRICT, WITHOUT ROWID`);
    database.run('CREATE INDEX failed_check_person ON failed_check (person_id, at)');
    database.run('CREATE INDEX failed_check_untold ON failed_check (told) WHERE told = 0');
    database.run(`CREATE TABLE person_news (
      position INTEGER PRIMARY KEY,
      person_id TEXT NOT NULL,
      at TEXT NOT NULL,
      news TEXT NOT NULL
    ) STRICT`);
    database.run('CREATE INDEX person_news_person ON person_news (person_id, at)');
    database.run(`CREATE TABLE case_conflict_seen (
      case_id TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (case_id, position)
    ) STRICT, WITHOUT ROWID`);
    database.run(`CREATE TABLE person_particulars (
      person_id TEXT PRIMARY KEY,
      sealed BLOB NOT NULL
    ) STRICT, WITHOUT ROWID`);
  },
};
