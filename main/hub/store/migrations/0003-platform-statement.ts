import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A statement may also bind a station's own authenticator (Windows Hello, Touch ID) to an operator. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `alter table operator_statement
           drop constraint operator_statement_kind_check,
           add constraint operator_statement_kind_check
             check (kind in ('invite', 'recover', 'revoke', 'totp', 'platform'))`,
      )
      .execute(database);
  },
};
