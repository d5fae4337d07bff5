import { createHmac, randomBytes } from 'node:crypto';
import { canonicalJson } from '../../exchange/canonical-json.ts';
import type { SigningKey, VerificationKey } from '../../exchange/signing-key.ts';
import type { HubDatabase, HubQuery, HubTransaction } from '../store/hub-database.ts';
import { lockAudit } from '../store/transaction-locks.ts';
import {
  type HubAuditEntry,
  hubAuditHash,
  hubChainBeginning,
  type StoredHubAuditEntry,
} from './hub-audit-entry.ts';
import {
  checkpointEvery,
  type HubAuditHead,
  isHead,
  notVouchedFor,
  signHubAudit,
} from './hub-audit-signature.ts';
import { createHubChainVerifier, type HubChainVerdict } from './verify-hub-chain.ts';

export type HubAuditInput = Pick<HubAuditEntry, 'kind' | 'actor' | 'facts'> & {
  /** The person it is about, by the institution's id; becomes a commitment. */
  readonly subject?: string;
};

/**
 * Appends to the hub's chain in the transaction of what it records, and signs its new head (I8). A head that isn't the last
 * entry's, or isn't signed, is never signed over: what is recorded from then on is recorded, and the chain stays known as
 * changed. Call it last: its lock is held until the transaction ends.
 */
export async function appendHubAudit(
  transaction: HubTransaction,
  key: SigningKey,
  input: HubAuditInput,
  now: Date,
): Promise<void> {
  await lockAudit(transaction);
  const chain = key.id;
  const end = await readEnd(transaction, key);
  const sequence = end.sequence + 1;
  const subject =
    input.subject === undefined ? null : await commitment(transaction, { chain, sequence }, input.subject);
  const { kind, actor, facts } = input;
  const entry = canonicalJson({
    v: 1,
    chain,
    sequence,
    at: now.toISOString(),
    kind,
    actor,
    subject,
    facts,
    previous: end.hash,
  } satisfies HubAuditEntry);
  const hash = hubAuditHash(entry);
  const checkpoint =
    end.vouchedFor && sequence % checkpointEvery === 0 ? signHubAudit('checkpoint', hash, key) : null;
  await transaction.insertInto('hub_audit').values({ sequence, entry, hash, checkpoint }).execute();
  const head = {
    sequence,
    hash,
    signature: end.vouchedFor ? signHubAudit('head', hash, key) : notVouchedFor,
  };
  await transaction
    .insertInto('hub_audit_head')
    .values(head)
    .onConflict((conflict) => conflict.column('only').doUpdateSet(head))
    .execute();
}

/** What the next entry follows. Where entries are gone that the head knew, their numbers stay missing. */
async function readEnd(
  transaction: HubTransaction,
  key: SigningKey,
): Promise<{ readonly sequence: number; readonly hash: string; readonly vouchedFor: boolean }> {
  const last = await transaction
    .selectFrom('hub_audit')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const head = await readHubAuditHead(transaction);
  if (last === undefined && head === null)
    return { sequence: 0, hash: hubChainBeginning(key.id), vouchedFor: true };
  const sequence = Math.max(last?.sequence ?? 0, head?.sequence ?? 0);
  const hash = last?.hash ?? hubChainBeginning(key.id);
  const same =
    head !== null && last !== undefined && head.sequence === last.sequence && head.hash === last.hash;
  return { sequence, hash, vouchedFor: same && isHead(head, key) };
}

/** The signed head of the chain; null while nothing was recorded yet. */
export async function readHubAuditHead(query: HubQuery): Promise<HubAuditHead | null> {
  const row = await query
    .selectFrom('hub_audit_head')
    .select(['sequence', 'hash', 'signature'])
    .executeTakeFirst();
  return row ?? null;
}

/** Everything of the chain after `sequence`, in order, a page at a time. */
export async function* readHubAudit(query: HubQuery, after = 0): AsyncGenerator<StoredHubAuditEntry> {
  for (let last = after; ; ) {
    const rows = await query
      .selectFrom('hub_audit')
      .select(['sequence', 'entry', 'hash', 'checkpoint'])
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

/**
 * Verifies the whole chain against the hub's key and, where given, an entry that was exported earlier. Entries and head are
 * read as they were at one moment, so that a hub may go on meanwhile.
 */
export function verifyHubAudit(
  database: HubDatabase['kysely'],
  key: VerificationKey,
  known: { readonly sequence: number; readonly hash: string } | null = null,
): Promise<HubChainVerdict> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const head = await readHubAuditHead(transaction);
      const verifier = createHubChainVerifier(key, known);
      for await (const stored of readHubAudit(transaction)) if (!verifier.take(stored)) break;
      return verifier.verdict(head);
    });
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
