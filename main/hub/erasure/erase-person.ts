import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { kindsAbout } from '../../exchange/velocity-subject.ts';
import { appendHubAudit, forgetAuditPerson } from '../audit/hub-audit.ts';
import { forgetChecks } from '../checks/failed-checks.ts';
import { appendErased } from '../feed/append.ts';
import { removeFromReplica } from '../people-replica.ts';
import type { HubDatabase, HubQuery, HubTransaction } from '../store/hub-database.ts';
import { lockPerson } from '../store/transaction-locks.ts';
import { forgetOperator } from './forget-operator.ts';

export type ErasureResult =
  | { readonly ok: true; readonly commands: number }
  /** Open commands have to end first; an operator's office ends first, and what is open of what they did. */
  | { readonly ok: false; readonly problem: 'open-commands' | 'is-operator' | 'operator-open' };

interface ErasureContext {
  readonly database: HubDatabase;
  readonly key: SigningKey;
  readonly now: () => Date;
}

/** How far erasing is, and whether it is still wanted. */
export interface ErasureWatch {
  readonly signal: AbortSignal;
  readonly progress: (
    phase: 'looking' | 'erasing commands' | 'erasing the rest',
    done: number,
    total: number | null,
  ) => void;
}

const unwatched: ErasureWatch = { signal: new AbortController().signal, progress: () => undefined };

/**
 * Erases a person from the hub and, by the feed, from every station. Their commands keep id, digest, times, station and
 * operator, so that a repeated one still gets the same answer (I3); the audit chain stays verifiable (I8) and says that
 * somebody was erased, not who. All of it or, where it was cancelled, nothing: then it throws.
 */
export async function erasePerson(
  context: ErasureContext,
  person: string,
  { signal, progress }: ErasureWatch = unwatched,
): Promise<ErasureResult> {
  const { database, key } = context;
  progress('looking', 0, null);
  return database.kysely.transaction().execute(async (transaction) => {
    await lockPerson(transaction, person);
    const now = context.now();
    const open = await transaction
      .selectFrom('command')
      .select('id')
      .where('person', '=', person)
      .where('state', 'not in', ['ended', 'refused'])
      .limit(1)
      .executeTakeFirst();
    if (open !== undefined) return { ok: false, problem: 'open-commands' };
    const inOffice = await forgetOperator(transaction, person, now);
    if (inOffice !== null) return { ok: false, problem: inOffice };
    const commands = await commandsOf(transaction, person);
    for (const [index, id] of commands.entries()) {
      progress('erasing commands', index, commands.length);
      signal.throwIfAborted();
      await anonymise(transaction, id, now);
    }
    progress('erasing the rest', 0, null);
    await transaction.deleteFrom('offline_sign_in').where('person', '=', person).execute();
    await transaction
      .updateTable('failure_clearing')
      .set({ person: 'erased', proof: null })
      .where('person', '=', person)
      .execute();
    await transaction
      .updateTable('sweep_finding')
      .set({ person: 'erased' })
      .where('person', '=', person)
      .execute();
    await forgetChecks(transaction, person);
    // What an import that died has left until its next run.
    await transaction.deleteFrom('import_stage').where('id', '=', person).execute();
    await transaction.deleteFrom('import_bad_row').where('place', '=', `id ${person}`).execute();
    await transaction
      .deleteFrom('velocity_alert')
      .where('kind', 'in', kindsAbout('person'))
      .where('subject', '=', person)
      .execute();
    await removeFromReplica(transaction, [person], key, now);
    await appendErased(transaction, person, false, now);
    await forgetAuditPerson(transaction, person);
    const actor = { type: 'administration', id: null } as const;
    const facts = { commands: commands.length };
    await appendHubAudit(transaction, key, { kind: 'person-erased', actor, facts }, now);
    signal.throwIfAborted();
    return { ok: true, commands: commands.length };
  });
}

/** Most commands in one transaction. */
const chunk = 200;

/** How far back the policies that may still be named by a command count a person's cases, in days. */
async function repeatDays(query: HubQuery, now: Date): Promise<number> {
  const { rows } = await sql<{ readonly days: number }>`
    select coalesce(max((document #>> '{suspension,repeatDays}')::int), 0) as days from policy
    where (document ->> 'validUntil')::timestamptz > ${now}`.execute(query);
  return rows[0]?.days ?? 0;
}

/**
 * Takes what is personal out of commands that have been over for `days`, some at a time. Returns how many. Never sooner than
 * they are counted for: whoever's cases were forgotten would have no second approval asked (I4). Stations are told
 * to do the same once nothing later of a person is left; the people themselves stay known.
 */
export async function expireDetail(context: ErasureContext, wanted: number): Promise<number> {
  const days = Math.max(wanted, await repeatDays(context.database.kysely, context.now()));
  let expired = 0;
  for (;;) {
    const done = await context.database.kysely.transaction().execute(async (transaction) => {
      const now = context.now();
      const rows = await transaction
        .selectFrom('command')
        .select(['id', 'person'])
        .where('state', 'in', ['ended', 'refused'])
        .where('erased_at', 'is', null)
        .where('state_at', '<', new Date(now.getTime() - days * 24 * 3_600_000))
        .orderBy('state_at')
        .limit(chunk)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const { id } of rows) await anonymise(transaction, id, now);
      for (const person of new Set(rows.map((row) => row.person)))
        if ((await commandsOf(transaction, person)).length === 0)
          await appendErased(transaction, person, true, now);
      if (rows.length > 0) {
        const actor = { type: 'hub', id: null } as const;
        const facts = { commands: rows.length, days };
        await appendHubAudit(transaction, context.key, { kind: 'detail-expired', actor, facts }, now);
      }
      return rows.length;
    });
    expired += done;
    if (done < chunk) return expired;
  }
}

async function commandsOf(query: HubQuery, person: string): Promise<readonly string[]> {
  const rows = await query.selectFrom('command').select('id').where('person', '=', person).execute();
  return rows.map(({ id }) => id);
}

/** Each command gets a mark of its own, so that nobody can tell which belonged together. */
async function anonymise(transaction: HubTransaction, id: string, now: Date): Promise<void> {
  await transaction
    .updateTable('command')
    .set({
      person: `erased-${randomUUID()}`,
      body: '{}',
      envelope: '',
      provider_accounts: null,
      erased_at: now,
    })
    .where('id', '=', id)
    .execute();
  await transaction.deleteFrom('notice').where('command', '=', id).execute();
  await transaction.deleteFrom('factor_reset').where('command', '=', id).execute();
}
