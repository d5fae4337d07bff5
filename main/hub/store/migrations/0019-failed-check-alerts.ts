import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `alter table velocity_alert drop constraint velocity_alert_kind_check`,
  `alter table velocity_alert add constraint velocity_alert_kind_check
     check (kind in ('operator', 'person', 'counter', 'counter-night', 'openings', 'listings', 'failed-checks'))`,
  `create index failed_check_at on failed_check (at)`,
] as const;

/** Alerts of people whose identity check failed again and again. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
