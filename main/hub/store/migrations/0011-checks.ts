import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table failed_check (
     id uuid primary key,
     person text not null,
     station text not null,
     at timestamptz not null,
     method text not null check (method in ('documents', 'phone')),
     reasons jsonb not null,
     received_at timestamptz not null)`,
  `create index failed_check_person on failed_check (person, at)`,
  `create table person_particulars (
     person text primary key references person (id) on delete cascade,
     telephone text,
     portrait_type text check (portrait_type in ('image/jpeg', 'image/png')),
     portrait bytea,
     updated_at timestamptz not null,
     check ((portrait is null) = (portrait_type is null)))`,
] as const;

/** Checks that failed at any counter, and what the directory supplies for checks: a number to call back, a photograph. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
