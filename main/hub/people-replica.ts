import { z } from 'zod';
import { instant } from '../../preload/contract/models/base.ts';
import { personSummary } from '../../preload/contract/models/people.ts';
import { tagOfPerson } from '../exchange/login-tag.ts';
import type { SigningKey } from '../exchange/signing-key.ts';
import { appendPeople, appendVoid } from './feed/append.ts';
import { hubTagKey } from './guessing/tag-key.ts';
import type { HubTransaction } from './store/hub-database.ts';

/** A person as the directory's import gives them. What it does not say is taken for unchanged. */
export const directoryImport = personSummary.extend({
  /** The account is switched off. */
  disabled: z.boolean().optional(),
  /** When the password was last changed. */
  credentialChangedAt: instant.optional(),
  /** Where notices about their own account go. Stays at the hub; null takes it away. */
  mail: z.email().max(254).nullable().optional(),
});
export type DirectoryImport = z.infer<typeof directoryImport>;

/**
 * Stores a chunk of people. Counters hear of those whose summary changed; lab stations, by tag, of those who were disabled
 * or changed their password, of whom they may remember nothing any more. Answers with how many summaries changed.
 */
export async function storeInReplica(
  transaction: HubTransaction,
  people: readonly DirectoryImport[],
  key: SigningKey,
  now: Date,
): Promise<number> {
  if (people.length === 0) return 0;
  const before = new Map(
    (
      await transaction
        .selectFrom('person')
        .select(['id', 'disabled', 'credential_changed_at', 'mail'])
        .where(
          'id',
          'in',
          people.map(({ id }) => id),
        )
        .execute()
    ).map((row) => [row.id, row]),
  );
  const changed = await transaction
    .insertInto('person')
    .values(
      people.map(({ disabled: _, credentialChangedAt: __, mail: ___, ...summary }) => ({
        id: summary.id,
        summary: JSON.stringify(summary),
        updated_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((set) => ({
          summary: set.ref('excluded.summary'),
          updated_at: set.ref('excluded.updated_at'),
        }))
        .whereRef('person.summary', 'is distinct from', 'excluded.summary'),
    )
    .returning('id')
    .execute();
  const ended: string[] = [];
  for (const person of people) {
    const known = before.get(person.id);
    if (person.mail !== undefined && person.mail !== (known?.mail ?? null)) {
      const { id, mail } = person;
      await transaction.updateTable('person').set({ mail }).where('id', '=', id).execute();
    }
    const disabled = person.disabled ?? known?.disabled ?? false;
    const changedAt =
      person.credentialChangedAt === undefined
        ? (known?.credential_changed_at ?? null)
        : new Date(person.credentialChangedAt);
    const turnedOff = disabled && known?.disabled !== true;
    const otherPassword =
      changedAt !== null && changedAt.getTime() !== known?.credential_changed_at?.getTime();
    if (turnedOff || otherPassword) ended.push(person.id);
    if (!turnedOff && !otherPassword && disabled === (known?.disabled ?? false)) continue;
    await transaction
      .updateTable('person')
      .set({ disabled, credential_changed_at: changedAt })
      .where('id', '=', person.id)
      .execute();
  }
  if (changed.length > 0)
    await appendPeople(
      transaction,
      changed.map(({ id }) => id),
      now,
    );
  await voidVerifiers(transaction, ended, key, now);
  return changed.length;
}

/** Takes people out; counters and lab stations hear of it. Answers with how many were there. */
export async function removeFromReplica(
  transaction: HubTransaction,
  ids: readonly string[],
  key: SigningKey,
  now: Date,
): Promise<number> {
  const removed = (
    await transaction.deleteFrom('person').where('id', 'in', ids).returning('id').execute()
  ).map(({ id }) => id);
  if (removed.length > 0) await appendPeople(transaction, removed, now);
  await voidVerifiers(transaction, removed, key, now);
  return removed.length;
}

async function voidVerifiers(
  transaction: HubTransaction,
  ids: readonly string[],
  key: SigningKey,
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  const tagKey = hubTagKey(key);
  const tags = ids.map((id) => tagOfPerson(tagKey, id));
  await appendVoid(transaction, [...new Set(tags)].sort(), now);
}
