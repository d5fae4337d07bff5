import { sql } from 'kysely';
import type { HubTransaction } from './hub-database.ts';

const personSpace = 7_302_002;
const registryLock = 7_302_003;
const guessingLock = 7_302_004;
const auditLock = 7_302_005;
const oversightLock = 7_302_012;
const trustLock = 7_302_013;
const signInSpace = 7_302_018;

/** Serialises what is decided about the operators' registry, until the transaction ends. Taken before the feed's head. */
export async function lockRegistry(transaction: HubTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${registryLock}::bigint)`.execute(transaction);
}

/** Serialises what is told of failures, until the transaction ends. Taken before the feed's head. */
export async function lockGuessing(transaction: HubTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${guessingLock}::bigint)`.execute(transaction);
}

/**
 * Serialises what is decided about one person, until the transaction ends. Taken before anything is appended to the
 * feed, whose head is locked last, so that no two transactions wait for each other.
 */
export async function lockPerson(transaction: HubTransaction, person: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${personSpace}::int, hashtext(${person}))`.execute(transaction);
}

/** Serialises attempts of one login, or at one station, until the transaction ends: a login before its station. */
export async function lockSignIn(transaction: HubTransaction, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${signInSpace}::int, hashtext(${what}))`.execute(transaction);
}

/** Puts entries of the hub's audit chain in order, until the transaction ends. Taken last, after the feed's head. */
export async function lockAudit(transaction: HubTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${auditLock}::bigint)`.execute(transaction);
}

/** Serialises the raising of alerts, until the transaction ends. Taken before the audit chain's. */
export async function lockOversight(transaction: HubTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${oversightLock}::bigint)`.execute(transaction);
}

/**
 * Until the transaction ends nobody's trust ends either: what is stored for them is there when {@link lockTrust} gets its turn.
 * Taken before anything else; many hold it together. Then {@link lockPerson} for each of these people, in an order that is the
 * same for everybody, so that no two who do so wait for each other. One statement: no person's lock is reached before trust's.
 */
export async function shareTrustAndLock(
  transaction: HubTransaction,
  people: readonly [string, ...string[]],
): Promise<void> {
  await sql`with trust as materialized (select pg_advisory_xact_lock_shared(${trustLock}::bigint))
    select pg_advisory_xact_lock(${personSpace}::int, place) from trust, (
      select distinct hashtext(person) as place from unnest(${[...new Set(people)]}::text[]) as person
      order by place) as places`.execute(transaction);
}

/**
 * Waits for everything that is being stored for people and stations as they were trusted before. Taken before what they sent
 * is looked for, and before the feed's head.
 */
export async function lockTrust(transaction: HubTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${trustLock}::bigint)`.execute(transaction);
}
