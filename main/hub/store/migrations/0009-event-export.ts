import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table event_export (
     sink text not null,
     stream text not null check (stream in ('audit', 'outcome')),
     cursor bigint not null,
     moved_at timestamptz not null,
     primary key (sink, stream))`,
  `create index feed_outcome on feed (position) where kind = 'outcome'`,
] as const;

/** How far each receiver of the hub's events has been sent them. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
