import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `alter table command drop constraint command_kind_check`,
  `alter table command add constraint command_kind_check check (kind in
     ('suspend', 'resume', 'reset-factors', 'new-totp', 'temporary-code', 'request', 'settle-request'))`,
  // Committed before the provider is asked for what it can give only once.
  `alter table command add column called_at timestamptz`,
  `alter table command add column due_by timestamptz`,
  `create index command_request on command (arrival)
     where kind = 'request' and state in ('waiting-centre', 'in-work')`,
  `create table factor_reset (
     command uuid not null references command (id) on delete cascade,
     place integer not null,
     state text not null check (state in ('called', 'done')),
     state_at timestamptz not null,
     primary key (command, place))`,
  `alter table notice drop constraint notice_kind_check`,
  `alter table notice add constraint notice_kind_check
     check (kind in ('suspended', 'ended', 'refused', 're-enrolled', 'factors-changed'))`,
] as const;

/** Commands beside suspensions: factor resets with their steps, what is issued once, requests to the centre. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
