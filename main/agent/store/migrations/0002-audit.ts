import { randomUUID } from 'node:crypto';
import type { Migration } from '../migrations.ts';

/**
 * The audit chain. `entry` is canonical JSON and `hash` its SHA-256; who a commitment in it means is known by the person's
 * key, under which what is personal lies sealed beside it. A new store starts a new chain, under an id of its own.
 */
export const migration: Migration = {
  number: 2,
  name: 'audit',
  up(database) {
    database.run(`CREATE TABLE audit_person_key (
      number INTEGER PRIMARY KEY,
      person_id TEXT NOT NULL UNIQUE,
      key BLOB NOT NULL CHECK (length(key) = 32)
    ) STRICT`);
    database.run(`CREATE TABLE audit_entry (
      sequence INTEGER PRIMARY KEY,
      entry TEXT NOT NULL,
      hash TEXT NOT NULL,
      actor_key INTEGER REFERENCES audit_person_key (number),
      subject_key INTEGER REFERENCES audit_person_key (number),
      subject_detail BLOB
    ) STRICT`);
    database.run(
      `INSERT INTO station_state (key, value) VALUES ('audit-chain', ?)`,
      JSON.stringify(randomUUID()),
    );
  },
};
