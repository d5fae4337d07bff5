import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table station_instance (
     station text primary key references station (id),
     run text,
     count integer not null,
     machine text,
     since timestamptz not null,
     retired jsonb not null,
     rollbacks integer not null default 0,
     contested text check (contested in ('another-machine', 'two-runs')),
     settled_at timestamptz)`,
  `create table station_posture (
     station text primary key references station (id),
     report jsonb not null,
     received_at timestamptz not null)`,
] as const;

/** Which run of a station speaks, and how each station last said it was. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
