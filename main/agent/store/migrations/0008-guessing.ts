import type { Migration } from '../migrations.ts';

/**
 * What lets a station answer while the directory is out of reach (verifiers, sign-ins that the hub has not heard of), and
 * what stations tell each other about failures: the tag of a login that failed here, what is still to be reported, and
 * what the hub said of failures elsewhere. Failures from before have no tag and stay this station's own.
 */
export const migration: Migration = {
  number: 8,
  name: 'guessing',
  up(database) {
    database.run(`CREATE TABLE offline_verifier (
      subject TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      person TEXT NOT NULL,
      accepted_at INTEGER NOT NULL,
      verifier TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`);
    database.run('CREATE INDEX offline_verifier_person ON offline_verifier (person_id)');
    database.run(`CREATE TABLE offline_sign_in (
      id TEXT PRIMARY KEY,
      person_id TEXT NOT NULL,
      verified_at TEXT NOT NULL,
      signed_in_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`);
    database.run('ALTER TABLE sign_in_failure ADD COLUMN tag TEXT');
    database.run('CREATE INDEX sign_in_failure_tag ON sign_in_failure (tag) WHERE tag IS NOT NULL');
    database.run(`CREATE TABLE failure_report (
      tag TEXT PRIMARY KEY,
      failures INTEGER NOT NULL CHECK (failures >= 0),
      at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`);
    database.run(`CREATE TABLE shared_failure (
      tag TEXT PRIMARY KEY,
      elsewhere INTEGER NOT NULL CHECK (elsewhere >= 0),
      total INTEGER NOT NULL CHECK (total >= 0),
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`);
  },
};
