import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `alter table command add column re_enrolled_at timestamptz`,
  `create table factor_watch (
     command uuid primary key references command (id) on delete cascade,
     known jsonb,
     next_look timestamptz not null,
     failures integer not null default 0)`,
  `alter table notice drop constraint notice_kind_check`,
  `alter table notice add constraint notice_kind_check
     check (kind in ('suspended', 'ended', 'refused', 're-enrolled'))`,
] as const;

/** Suspensions end when their person has registered a new factor, and they are told so. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
