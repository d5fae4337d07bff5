import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table operator_statement (
     id uuid primary key,
     kind text not null check (kind in ('invite', 'recover', 'revoke', 'totp')),
     signed_by text not null,
     operator text not null,
     station text not null references station (id),
     body jsonb not null,
     assertion jsonb not null,
     received_at timestamptz not null)`,
  `create table operator_invitation (
     selector text primary key,
     code_digest text not null,
     statement uuid not null unique references operator_statement (id),
     operator text not null,
     expires_at timestamptz not null,
     tries_left integer not null check (tries_left >= 0),
     closed_at timestamptz,
     challenge text,
     challenge_for text check (challenge_for in ('register', 'prove')),
     challenge_expires_at timestamptz,
     registered jsonb,
     proven jsonb not null default '[]',
     check ((challenge is null) = (challenge_for is null) and (challenge is null) = (challenge_expires_at is null)))`,
  `create index operator_invitation_open on operator_invitation (operator) where closed_at is null`,
  `create table operator_totp (
     operator text primary key references operator (id),
     secret text not null,
     set_up_at timestamptz not null,
     last_step bigint not null,
     failures integer not null default 0,
     wait_until timestamptz)`,
  `create table operator_totp_set_up (
     statement uuid primary key references operator_statement (id),
     operator text not null,
     secret text not null,
     expires_at timestamptz not null,
     tries_left integer not null check (tries_left >= 0))`,
  `create table operator_totp_told (
     operator text not null,
     step bigint not null,
     primary key (operator, step))`,
] as const;

/** Statements about operators, their invitations, and the codes of their authenticator apps. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
