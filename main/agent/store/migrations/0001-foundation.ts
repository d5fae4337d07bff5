import type { Migration } from '../migrations.ts';

/** Small state of the station by key, as JSON. */
export const migration: Migration = {
  number: 1,
  name: 'foundation',
  up(database) {
    database.run(`CREATE TABLE station_state (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`);
  },
};
