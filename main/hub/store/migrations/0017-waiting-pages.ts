import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // Short-lived, and of nobody: who telephones stands in the counter's case alone.
  `create table waiting_page (
     reference text primary key,
     token_hash text not null unique,
     page_key text not null,
     opened_at timestamptz not null,
     seen_at timestamptz not null,
     expires_at timestamptz not null,
     station text references station (id),
     case_id text,
     looked_at timestamptz,
     sealed text,
     code text,
     code_number integer not null default 0,
     judged_number integer not null default 0,
     outcome text check (outcome in ('proved', 'over')),
     check ((station is null) = (case_id is null))
   )`,
  `create index waiting_page_expires on waiting_page (expires_at)`,
] as const;

/** Pages on which callers wait for the help desk. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
