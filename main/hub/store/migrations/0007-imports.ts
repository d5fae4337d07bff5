import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `alter table person add column import_source text`,
  `alter table person add column import_digest text`,
  `create index person_import on person (import_source, id) where import_source is not null`,
  `create table import_source (
     name text primary key,
     definition text not null,
     cursor text,
     full_at timestamptz,
     read_at timestamptz)`,
  `create table directory_import (
     id uuid primary key,
     source text not null,
     mode text check (mode in ('full', 'changes')),
     state text not null
       check (state in ('running', 'done', 'rehearsed', 'refused', 'cancelled', 'failed', 'abandoned')),
     problem text,
     forced boolean not null,
     started_at timestamptz not null,
     ended_at timestamptz,
     rows integer not null default 0,
     bad integer not null default 0,
     added integer not null default 0,
     changed integer not null default 0,
     removed integer not null default 0,
     withheld integer not null default 0,
     check ((state = 'running') = (ended_at is null)))`,
  `create index directory_import_source on directory_import (source, started_at)`,
  `create table import_bad_row (
     run uuid not null references directory_import (id) on delete cascade,
     position integer not null,
     place text not null,
     code text not null,
     field text,
     primary key (run, position))`,
  // What was read and is not compared yet: worth nothing after a crash, so it needs no log.
  `create unlogged table import_stage (
     run uuid not null,
     id text not null,
     digest text not null,
     body text,
     primary key (run, id))`,
] as const;

/** Imports of the directory: where each person came from, what every run did, and which rows it could not take. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
