import type { Migration } from '../migrations.ts';

/** The counter's copy of the directory: people, and the keys by which they are found. */
export const migration: Migration = {
  number: 4,
  name: 'people',
  up(database) {
    database.run(`CREATE TABLE person (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      number TEXT NOT NULL,
      login TEXT NOT NULL,
      name TEXT NOT NULL,
      kana TEXT NOT NULL,
      romaji TEXT NOT NULL,
      role TEXT NOT NULL,
      affiliation TEXT NOT NULL,
      terms TEXT NOT NULL
    ) STRICT`);
    database.run(`CREATE TABLE term (
      key TEXT NOT NULL,
      person_row INTEGER NOT NULL REFERENCES person (row),
      PRIMARY KEY (key, person_row)
    ) STRICT, WITHOUT ROWID`);
    database.run(`CREATE TABLE people_replica (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      people INTEGER NOT NULL CHECK (people >= 0),
      updated_at TEXT
    ) STRICT`);
    database.run('INSERT INTO people_replica (only, people, updated_at) VALUES (1, 0, NULL)');
  },
};
