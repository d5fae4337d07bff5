import { sql } from 'kysely';
import type { HubTransaction } from '../store/hub-database.ts';
import type { FeedReference, FeedTable } from '../store/schema.ts';

type Outcome = Omit<Extract<FeedReference, { kind: 'outcome' }>, 'kind' | 'at'>;

/** The operators' registry changed. */
export async function appendOperators(transaction: HubTransaction, now: Date): Promise<void> {
  await appendWhole(transaction, { kind: 'operators' }, 'counter', now);
}

/** A policy was published: the only thing that lab stations get. */
export async function appendPolicy(transaction: HubTransaction, version: number, now: Date): Promise<void> {
  await appendWhole(transaction, { kind: 'policy', version }, 'all', now);
}

/** People of the directory came, changed or went; at most 2000 at once. */
export async function appendPeople(
  transaction: HubTransaction,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  await append(transaction, { kind: 'people', ids }, 'counter', now);
}

/** A command got another state. */
export async function appendOutcome(transaction: HubTransaction, outcome: Outcome, now: Date): Promise<void> {
  await append(transaction, { kind: 'outcome', ...outcome, at: now.toISOString() }, 'counter', now);
}

/** Appends what stands for the whole of its kind, and drops its predecessors: nobody needs them any more. */
async function appendWhole(
  transaction: HubTransaction,
  reference: FeedReference,
  audience: FeedTable['audience'],
  now: Date,
): Promise<void> {
  const position = await append(transaction, reference, audience, now);
  await transaction
    .deleteFrom('feed')
    .where('kind', '=', reference.kind)
    .where('position', '<', position)
    .execute();
}

/**
 * Appends. The head's row stays locked until the transaction ends, so a position becomes visible only after every
 * smaller one, and a reader that moves its cursor can't step over a transaction that commits later.
 */
async function append(
  transaction: HubTransaction,
  reference: FeedReference,
  audience: FeedTable['audience'],
  now: Date,
): Promise<number> {
  const { position } = await transaction
    .updateTable('feed_head')
    .set({ position: sql<number>`position + 1` })
    .returning('position')
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('feed')
    .values({ position, audience, kind: reference.kind, reference: JSON.stringify(reference), at: now })
    .execute();
  await sql`select pg_notify('madoguchi_feed', ${audience})`.execute(transaction);
  return position;
}
