import { sql } from 'kysely';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { kindsAbout } from '../../exchange/velocity-subject.ts';
import { appendOperators } from '../feed/append.ts';
import { findSignedWith } from '../reviews/find-signed-with.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import { lockRegistry } from '../store/transaction-locks.ts';

const erased = { ja: '消去された担当者', en: 'Erased operator' } as const;
/** Alerts about what an operator did. */

/**
 * Takes what is personal out of the registrations of somebody who was an operator: their name, their own account, what they called
 * their keys, and the same in what was stated about them. Ids stay, since commands and the audit chain name them, and so do the
 * public keys, by which what they signed can still be verified.
 *
 * Changes nothing, and says why, while they are in office (`is-operator`), or while something is open that they signed, approved
 * or are asked about (`operator-open`).
 */
export async function forgetOperator(
  transaction: HubTransaction,
  person: string,
  now: Date,
): Promise<'is-operator' | 'operator-open' | null> {
  await lockRegistry(transaction);
  const rows = await transaction
    .selectFrom('operator')
    .select('record')
    .where(sql<boolean>`record ->> 'person' = ${person}`)
    .execute();
  if (rows.length === 0) return null;
  const records = rows.map(({ record }) => record);
  if (records.some(({ revokedAt }) => revokedAt === null)) return 'is-operator';
  if (await hasSomethingOpen(transaction, records)) return 'operator-open';
  for (const record of records) {
    const credentials = record.credentials.map((credential) => ({ ...credential, label: '' }));
    const nameless: OperatorRecord = { ...record, name: erased, person: null, credentials };
    await transaction
      .updateTable('operator')
      .set({ record: JSON.stringify(nameless), updated_at: now })
      .where('id', '=', record.id)
      .execute();
    await sql`update operator_statement set body = body || ${JSON.stringify({ name: erased, person: null })}::jsonb
      where operator = ${record.id} and kind = 'invite'`.execute(transaction);
    await transaction
      .updateTable('operator_invitation')
      .set({ registered: null, proven: '[]' })
      .where('operator', '=', record.id)
      .execute();
  }
  await appendOperators(transaction, now);
  return null;
}

async function hasSomethingOpen(
  transaction: HubTransaction,
  records: readonly OperatorRecord[],
): Promise<boolean> {
  const ids = records.map(({ id }) => id);
  const credentials = records.flatMap((record) => record.credentials.map(({ id }) => id));
  const command = await transaction
    .selectFrom('command')
    .select('id')
    .where('operator', 'in', ids)
    .where('state', 'not in', ['ended', 'refused'])
    .limit(1)
    .executeTakeFirst();
  const review = await transaction
    .selectFrom('review')
    .innerJoin('command', 'command.id', 'review.command')
    .select('review.id')
    .where('command.operator', 'in', ids)
    .where('review.closed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  const alert = await transaction
    .selectFrom('velocity_alert')
    .select('id')
    .where('subject', 'in', ids)
    .where('kind', 'in', kindsAbout('operator'))
    .where('seen_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (command !== undefined || review !== undefined || alert !== undefined) return true;
  return (await findSignedWith(transaction, credentials, 'not over')).length > 0;
}
