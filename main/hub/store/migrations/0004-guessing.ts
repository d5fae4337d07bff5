import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table sign_in_failure (
     tag text not null,
     station text not null references station (id),
     failures integer not null check (failures > 0),
     failed_at timestamptz not null,
     reported_at timestamptz not null,
     primary key (tag, station))`,
  `create index sign_in_failure_reported on sign_in_failure (station, reported_at)`,
  `create table sign_in_told (
     tag text primary key,
     cleared_at timestamptz)`,
  `create table failure_clearing (
     id bigint generated always as identity primary key,
     person text not null,
     operator text not null,
     station text not null references station (id),
     reason text not null,
     failures integer not null,
     cleared_at timestamptz not null)`,
  `create table offline_sign_in (
     id uuid primary key,
     station text not null references station (id),
     person text not null,
     verified_at timestamptz not null,
     signed_in_at timestamptz not null,
     received_at timestamptz not null,
     against text check (against in ('unknown', 'disabled', 'credential-changed')))`,
  `alter table person add column disabled boolean not null default false`,
  `alter table person add column credential_changed_at timestamptz`,
  `alter table feed drop constraint if exists feed_audience_check`,
  `alter table feed add constraint feed_audience_check check (audience in ('all', 'counter', 'lab'))`,
] as const;

/** Failures by tag and station, who cleared them, sign-ins while the directory was away, and what ends a verifier. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
