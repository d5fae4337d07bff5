import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // Signatures don't compress, and a row that is settled should not be copied with its evidence.
  `alter table command alter column envelope set storage external`,
  `alter table command alter column body set storage main`,
  // What is over, or to be taken back, is found at once, however many suspensions wait to be called for.
  `drop index command_due`,
  `create index command_due on command (kind, next_run) where next_run is not null`,
  `create index command_over on command (until) where next_run is not null`,
  `create index command_taken_back on command (next_run)
     where next_run is not null and (withdrawn_at is not null or re_enrolled_at is not null or state = 'needs-review')`,
] as const;

/** The queue's own order of looking for work, and evidence that lies apart and uncompressed. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
