import type { Migration } from '../migrations.ts';

/** Failures of lab sign-ins, by digest of the typed login, and the one lab session. */
export const migration: Migration = {
  number: 5,
  name: 'sign-in',
  up(database) {
    database.run(`CREATE TABLE sign_in_failure (
      subject TEXT PRIMARY KEY,
      failures INTEGER NOT NULL CHECK (failures > 0),
      boot TEXT,
      uptime_ms INTEGER NOT NULL,
      trusted_at INTEGER,
      seen_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`);
    database.run(`CREATE TABLE lab_session (
      singleton INTEGER PRIMARY KEY CHECK (singleton = 1),
      person_id TEXT NOT NULL,
      session TEXT NOT NULL,
      boot TEXT,
      uptime_ms INTEGER NOT NULL,
      trusted_at INTEGER,
      seen_at INTEGER NOT NULL
    ) STRICT`);
  },
};
