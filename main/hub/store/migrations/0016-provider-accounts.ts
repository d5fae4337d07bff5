import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `alter table command add column provider_accounts text[]`,
  `alter table review drop constraint review_reason_check`,
  `alter table review add constraint review_reason_check check (reason in
     ('superseded', 'station-revoked', 'operator-revoked', 'tries-exhausted', 'objection', 'account-lost'))`,
] as const;

/** At which of the provider's accounts a suspension was applied, and reviews of those that can't be found again. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
