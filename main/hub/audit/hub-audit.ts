import { createHmac, randomBytes } from 'node:crypto';
import type { SigningKey, VerificationKey } from '../../exchange/signing-key.ts';
import type { HubQuery, HubTransaction } from '../store/hub-database.ts';
import { lockAudit } from '../store/transaction-locks.ts';
import {
  createHubChainVerifier,
  type HubAuditEntry,
  type HubChainVerdict,
  hubChainBeginning,
  type StoredHubAuditEntry,
  sealHubAuditEntry,
} from './hub-audit-entry.ts';

export type HubAuditInput = Pick<HubAuditEntry, 'kind' | 'actor' | 'facts'> & {
  /** The person it is about, by the institution's id; becomes a commitment. */
  readonly subject?: string;
};

/**
 * Appends to the hub's chain in the transaction of what it records (I8). Call it last: its lock is held until the
 * transaction ends.
 */
export async function appendHubAudit(
  transaction: HubTransaction,
  key: SigningKey,
  input: HubAuditInput,
  now: Date,
): Promise<void> {
  await lockAudit(transaction);
  const head = await transaction
    .selectFrom('hub_audit')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const sequence = (head?.sequence ?? 0) + 1;
  const chain = key.id;
  const subject =
    input.subject === undefined ? null : await commitment(transaction, { chain, sequence }, input.subject);
  const { kind, actor, facts } = input;
  const previous = head?.hash ?? hubChainBeginning(chain);
  const entry: HubAuditEntry = {
    v: 1,
    chain,
    sequence,
    at: now.toISOString(),
    kind,
    actor,
    subject,
    facts,
    previous,
  };
  await transaction.insertInto('hub_audit').values(sealHubAuditEntry(entry, key)).execute();
}

/** Everything of the chain after `sequence`, in order, a page at a time. */
export async function* readHubAudit(query: HubQuery, after = 0): AsyncGenerator<StoredHubAuditEntry> {
  for (let last = after; ; ) {
    const rows = await query
      .selectFrom('hub_audit')
      .select(['sequence', 'entry', 'hash', 'signature'])
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(1000)
      .execute();
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < 1000) return;
    last = end.sequence;
  }
}

/** Verifies the whole chain against the hub's key and, where given, an entry that was exported earlier. */
export async function verifyHubAudit(
  query: HubQuery,
  key: VerificationKey,
  known: { readonly sequence: number; readonly hash: string } | null = null,
): Promise<HubChainVerdict> {
  const verifier = createHubChainVerifier(key, known);
  for await (const stored of readHubAudit(query)) if (!verifier.take(stored)) break;
  return verifier.verdict();
}

/** Makes what the chain says of a person nobody's for good. The chain stays whole. */
export async function forgetAuditPerson(transaction: HubTransaction, person: string): Promise<void> {
  await transaction.deleteFrom('hub_audit_person').where('person', '=', person).execute();
}

/** How a person is written in the chain, entry by entry; null for one who is not, or no longer. */
export async function personCommitment(
  query: HubQuery,
  chain: string,
  person: string,
): Promise<((sequence: number) => string) | null> {
  const row = await query
    .selectFrom('hub_audit_person')
    .select('key')
    .where('person', '=', person)
    .executeTakeFirst();
  if (row === undefined) return null;
  const key = Buffer.from(row.key, 'base64url');
  return (sequence) => createHmac('sha256', key).update(`${chain} ${sequence} ${person}`).digest('base64url');
}

async function commitment(
  transaction: HubTransaction,
  place: { readonly chain: string; readonly sequence: number },
  person: string,
): Promise<string> {
  await transaction
    .insertInto('hub_audit_person')
    .values({ person, key: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.column('person').doNothing())
    .execute();
  const { key } = await transaction
    .selectFrom('hub_audit_person')
    .select('key')
    .where('person', '=', person)
    .executeTakeFirstOrThrow();
  return createHmac('sha256', Buffer.from(key, 'base64url'))
    .update(`${place.chain} ${place.sequence} ${person}`)
    .digest('base64url');
}
