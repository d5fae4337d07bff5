import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table hub_audit_head (
     "only" boolean primary key default true check ("only"),
     sequence bigint not null,
     hash text not null,
     signature text not null)`,
  // The newest entry's own signature vouches for every entry before it, and is the head's until the next one.
  `insert into hub_audit_head (sequence, hash, signature)
     select sequence, hash, signature from hub_audit order by sequence desc limit 1`,
  // A hub of the version before, which would append without a head, fails at the name. Signatures of single entries go: with
  // one of them a cut-off chain could be passed off as whole.
  `alter table hub_audit rename column signature to checkpoint`,
  `alter table hub_audit alter column checkpoint drop not null`,
  `update hub_audit set checkpoint = null`,
] as const;

/** One signed head for the hub's audit chain in place of a signature on every entry. */
export const migration: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(database);
  },
};
