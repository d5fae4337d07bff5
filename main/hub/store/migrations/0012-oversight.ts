import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table velocity_alert (
     id uuid primary key,
     kind text not null check (kind in ('operator', 'person', 'counter', 'counter-night')),
     subject text not null,
     count integer not null,
     threshold integer not null,
     hours integer not null,
     from_at timestamptz not null,
     to_at timestamptz not null,
     raised_at timestamptz not null,
     seen_by text,
     seen_at timestamptz,
     mail_state text not null check (mail_state in ('none', 'queued', 'sending', 'sent', 'failed', 'uncertain')),
     mail_next timestamptz,
     mail_attempts integer not null default 0,
     check ((seen_by is null) = (seen_at is null)),
     check (mail_state in ('queued', 'sending') or mail_next is null))`,
  `create index velocity_alert_raised on velocity_alert (raised_at)`,
  `create index velocity_alert_mail on velocity_alert (mail_next) where mail_next is not null`,
  `create index command_issued on command (issued_at)`,
  `create table counter_day (
     station text not null references station (id),
     day text not null,
     tally jsonb not null,
     depth jsonb,
     received_at timestamptz not null,
     primary key (station, day))`,
  `create index counter_day_day on counter_day (day)`,
] as const;

/** Alerts of too many suspensions, and counters' days as counts. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
