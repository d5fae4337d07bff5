import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `alter table command add column withdrawn_at timestamptz`,
  `alter table command add column erased_at timestamptz`,
  `create index command_review on command (state) where state = 'needs-review'`,
  `create index command_ended on command (state_at) where state in ('ended', 'refused') and erased_at is null`,
  `alter table station add column last_contact_at timestamptz`,
  `alter table person add column mail text`,
  `alter table feed_head add column epoch uuid not null default gen_random_uuid()`,
  `alter table feed_head add column epoch_at timestamptz`,
  `create table review (
     id uuid primary key,
     command uuid not null references command (id),
     reason text not null
       check (reason in ('superseded', 'station-revoked', 'operator-revoked', 'tries-exhausted', 'objection')),
     opened_at timestamptz not null,
     closed_at timestamptz,
     decision text check (decision in ('approve', 'refuse', 'retry', 'settled')),
     decided_by text,
     check ((closed_at is null) = (decision is null)))`,
  `create unique index review_open on review (command, reason) where closed_at is null`,
  `insert into review (id, command, reason, opened_at)
     select gen_random_uuid(), id, 'superseded', state_at from command where state = 'needs-review'`,
  `create table hub_audit (
     sequence bigint primary key,
     entry text not null,
     hash text not null,
     signature text not null)`,
  `create table hub_audit_person (person text primary key, key text not null)`,
  `create table notice (
     id uuid primary key,
     command uuid not null references command (id),
     kind text not null check (kind in ('suspended', 'ended', 'refused')),
     person text not null,
     queued_at timestamptz not null,
     state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'uncertain')),
     state_at timestamptz not null,
     next_run timestamptz,
     attempts integer not null default 0,
     check (state in ('queued', 'sending') or next_run is null),
     unique (command, kind))`,
  `create index notice_due on notice (next_run) where next_run is not null`,
  `create table objection (
     token_hash text primary key,
     notice uuid not null unique references notice (id) on delete cascade,
     expires_at timestamptz not null,
     used_at timestamptz)`,
] as const;

/** Reviews, the hub's own audit trail, notices by mail with objections, erasure, stations' last contact, feed epochs. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
