import { sql } from 'kysely';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { appendOperators } from '../feed/append.ts';
import { parkCommandsOf } from '../reviews/park-commands.ts';
import type { HubQuery, HubTransaction } from '../store/hub-database.ts';

/** Everyone who is or was an operator. */
export async function readOperators(query: HubQuery): Promise<OperatorRecord[]> {
  const rows = await query.selectFrom('operator').select('record').orderBy('id').execute();
  return rows.map(({ record }) => record);
}

/** One operator, revoked or not; null for an unknown id. */
export async function findOperator(query: HubQuery, id: string): Promise<OperatorRecord | null> {
  const row = await query.selectFrom('operator').select('record').where('id', '=', id).executeTakeFirst();
  return row?.record ?? null;
}

/** Whose credential this is, revoked or not; null for one that nobody has. */
export async function findCredentialOwner(
  query: HubQuery,
  credentialId: string,
): Promise<OperatorRecord | null> {
  const row = await query
    .selectFrom('operator')
    .select('record')
    .where(sql<boolean>`record @> ${JSON.stringify({ credentials: [{ id: credentialId }] })}::jsonb`)
    .executeTakeFirst();
  return row?.record ?? null;
}

/**
 * Writes a whole record and tells the counters in the same transaction. What rests on a key that it no longer has, and is not yet
 * in force, goes to review.
 */
export async function storeOperator(
  transaction: HubTransaction,
  record: OperatorRecord,
  now: Date,
): Promise<void> {
  const kept = new Set(record.credentials.map(({ id }) => id));
  const before = await findOperator(transaction, record.id);
  const gone = (before?.credentials ?? []).map(({ id }) => id).filter((id) => !kept.has(id));
  if (gone.length > 0) await parkCommandsOf(transaction, { credentials: gone }, now);
  const row = { record: JSON.stringify(record), updated_at: now };
  await transaction
    .insertInto('operator')
    .values({ id: record.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  await appendOperators(transaction, now);
}

/** Ends an operator's registration with everything that could bring them back: open codes and their app's secret. */
export async function endOperator(
  transaction: HubTransaction,
  record: OperatorRecord,
  now: Date,
): Promise<void> {
  await closeInvitations(transaction, record.id, now);
  await forgetTotp(transaction, record.id);
  const credentials = record.credentials.map(({ id }) => id);
  await parkCommandsOf(transaction, { operator: record.id, credentials }, now);
  await storeOperator(transaction, { ...record, revokedAt: now.toISOString() }, now);
}

/** Withdraws every open code for an operator: the newest replaces the others. */
export async function closeInvitations(
  transaction: HubTransaction,
  operator: string,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable('operator_invitation')
    .set({
      closed_at: now,
      challenge: null,
      challenge_for: null,
      challenge_expires_at: null,
      registered: null,
    })
    .where('operator', '=', operator)
    .where('closed_at', 'is', null)
    .execute();
}

/** Codes of an app are no longer accepted, nor is one that was being set up. */
export async function forgetTotp(transaction: HubTransaction, operator: string): Promise<void> {
  await transaction.deleteFrom('operator_totp').where('operator', '=', operator).execute();
  await transaction.deleteFrom('operator_totp_set_up').where('operator', '=', operator).execute();
}
