import { sql } from 'kysely';
import type { HubTransaction } from './hub-database.ts';

const personSpace = 7_302_002;

/**
 * Serialises what is decided about one person, until the transaction ends. Taken before anything is appended to the
 * feed, whose head is locked last, so that no two transactions wait for each other.
 */
export async function lockPerson(transaction: HubTransaction, person: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${personSpace}::int, hashtext(${person}))`.execute(transaction);
}
