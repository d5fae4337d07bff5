import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { canonicalJson } from '../exchange/canonical-json.ts';
import { tagOfPerson } from '../exchange/login-tag.ts';
import type { SigningKey } from '../exchange/signing-key.ts';
import { directoryPerson } from '../people-source/people-source.ts';
import { appendPeople, appendPersonNews, appendVoid } from './feed/append.ts';
import { hubTagKey } from './guessing/tag-key.ts';
import type { HubTransaction } from './store/hub-database.ts';
import type { PersonTable } from './store/schema.ts';

/** A person as the directory's import gives them. What it does not say is taken for unchanged. */
export const directoryImport = directoryPerson;
export type DirectoryImport = z.infer<typeof directoryImport>;

/** The import that answers for people from now on, and the digest of what it said of each. */
export interface ReplicaOrigin {
  readonly source: string;
  readonly digests: ReadonlyMap<string, string>;
}

/**
 * Stores a chunk of people, each id once. Counters hear of those whose summary changed; lab stations, by tag, of those who
 * were disabled or changed their password, of whom they may remember nothing any more. Answers with how many summaries
 * changed. Without an origin they are put in by hand: the import that answers for them says its word again when it runs.
 */
export async function storeInReplica(
  transaction: HubTransaction,
  people: readonly DirectoryImport[],
  key: SigningKey,
  now: Date,
  origin: ReplicaOrigin | null = null,
): Promise<number> {
  if (people.length === 0) return 0;
  // In one order, so that two who store the same people don't wait for each other.
  const sorted = people.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const rows = await transaction
    .selectFrom('person')
    .selectAll()
    .where(
      'id',
      'in',
      sorted.map(({ id }) => id),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  const before = new Map(rows.map((row) => [row.id, row]));
  const next = sorted.map((person) => nextRow(person, before.get(person.id), origin, now));
  const moved = next.filter((one) => one.stored);
  if (moved.length > 0)
    await transaction
      .insertInto('person')
      .values(moved.map(({ row }) => row))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((set) => ({
          summary: set.ref('excluded.summary'),
          disabled: set.ref('excluded.disabled'),
          credential_changed_at: set.ref('excluded.credential_changed_at'),
          mail: set.ref('excluded.mail'),
          updated_at: set.ref('excluded.updated_at'),
          import_source: set.ref('excluded.import_source'),
          import_digest: set.ref('excluded.import_digest'),
        })),
      )
      .execute();
  const changed = next.filter((one) => one.changed).map(({ row }) => row.id);
  if (changed.length > 0) await appendPeople(transaction, changed, now);
  const ended = next.filter((one) => one.ended).map(({ row }) => row.id);
  await voidVerifiers(transaction, ended, key, now);
  // A counter may have somebody's case open at this moment.
  const turnedOff = next.filter(({ row }) => row.disabled && before.get(row.id)?.disabled === false);
  await appendPersonNews(
    transaction,
    turnedOff.map(({ row }) => ({
      person: row.id,
      station: null,
      cause: 'disabled' as const,
      until: null,
      reference: null,
    })),
    now,
  );
  return changed.length;
}

/**
 * A person's row as it is to be. `stored`: it differs from the one before. `changed`: in what counters see. `ended`:
 * nobody may remember their password any more.
 */
function nextRow(
  person: DirectoryImport,
  known: Selectable<PersonTable> | undefined,
  origin: ReplicaOrigin | null,
  now: Date,
) {
  const { disabled: isDisabled, credentialChangedAt, mail: given, ...summary } = person;
  const disabled = isDisabled ?? known?.disabled ?? false;
  const mail = given === undefined ? (known?.mail ?? null) : given;
  const changedAt =
    credentialChangedAt === undefined
      ? (known?.credential_changed_at ?? null)
      : new Date(credentialChangedAt);
  const changed = known === undefined || canonicalJson(known.summary) !== canonicalJson(summary);
  const otherPassword = changedAt !== null && changedAt.getTime() !== known?.credential_changed_at?.getTime();
  const source = origin?.source ?? known?.import_source ?? null;
  const digest = origin?.digests.get(person.id) ?? null;
  const otherwise = disabled !== known?.disabled || otherPassword || mail !== known?.mail;
  const moved = changed || otherwise;
  const stored =
    moved || (origin !== null && (source !== known?.import_source || digest !== known.import_digest));
  return {
    stored,
    changed,
    ended: (disabled && known?.disabled !== true) || otherPassword,
    row: {
      id: summary.id,
      summary: JSON.stringify(summary),
      disabled,
      credential_changed_at: changedAt,
      mail,
      updated_at: moved ? now : (known?.updated_at ?? now),
      import_source: source,
      import_digest: digest,
    },
  };
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
