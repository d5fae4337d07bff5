import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table directory_sign_in (
     login text not null,
     station text not null,
     tag text not null,
     failures integer not null,
     failed_at timestamptz not null,
     verified_at timestamptz,
     primary key (login, station))`,
  `create index directory_sign_in_tag on directory_sign_in (tag)`,
  `alter table failure_clearing add column proof text`,
  `alter table velocity_alert add column seen_proof text`,
  `create table station_day (
     station text not null,
     day date not null,
     kind text not null,
     taken integer not null,
     refused integer not null,
     primary key (station, day, kind))`,
  `create table sweep_run (
     "only" boolean primary key default true check ("only"),
     at timestamptz not null,
     outcome text not null,
     unexplained integer not null,
     resumed integer not null,
     strangers integer not null)`,
] as const;

/**
 * Failed passwords as the hub itself saw them, operators' signatures of what they cleared and saw, what each station had the hub
 * keep in a day, and how the last sweep ended.
 */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
