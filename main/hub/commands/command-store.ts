import { type Selectable, sql } from 'kysely';
import type { Command } from '../../exchange/command.ts';
import { appendOutcome } from '../feed/append.ts';
import { queueNotice } from '../notices/queue-notice.ts';
import type { CommandChange, QueuedCommand } from '../reconcile/settle.ts';
import { openReview, settleReviews } from '../reviews/open-review.ts';
import type { HubQuery, HubTransaction } from '../store/hub-database.ts';
import type { CommandTable } from '../store/schema.ts';

export type CommandRow = Selectable<CommandTable>;

/** States that can still lead to a provider call. */
export const openStates = ['accepted', 'applied', 'propagating'] as const;
/** What the reconciler converges; other kinds are carried out once. */
export const suspensionKinds = ['suspend', 'resume'] as const;

/** The person's commands that are to be carried out or undone, in the order of their arrival. */
export async function openCommandsOf(query: HubQuery, person: string): Promise<readonly QueuedCommand[]> {
  const rows = await query
    .selectFrom('command')
    .selectAll()
    .where('person', '=', person)
    .where('kind', 'in', suspensionKinds)
    .where((where) =>
      where.or([
        where('state', 'in', openStates),
        where.and([where('state', '=', 'needs-review'), where('next_run', 'is not', null)]),
      ]),
    )
    .orderBy('arrival')
    .execute();
  const extended = new Set(rows.map(({ body }) => (body.kind === 'suspend' ? body.extends : undefined)));
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind === 'resume' ? 'resume' : 'suspend',
    extended: extended.has(row.id),
    state: row.state,
    until: row.until,
    resumedBy: row.resumed_by,
    attemptedAt: row.attempted_at,
    appliedAt: row.applied_at,
    confirmedAt: row.confirmed_at,
    propagatingUntil: row.propagating_until,
    attempts: row.attempts,
    accounts: row.provider_accounts ?? [],
    withdrawnAt: row.withdrawn_at,
    reEnrolledAt: row.re_enrolled_at,
  }));
}

/** Marks the named suspensions of the person as ended by `resume`; what waited for review untouched ends at once. */
export async function resumeNamed(
  transaction: HubTransaction,
  resume: Extract<Command, { kind: 'resume' }>,
  now: Date,
): Promise<void> {
  const named = transaction
    .updateTable('command')
    .where('person', '=', resume.person)
    .where('kind', '=', 'suspend')
    .where('id', 'in', resume.ends)
    .where('resumed_by', 'is', null);
  await named
    .set({ resumed_by: resume.id, next_run: now })
    .where((where) =>
      where.or([
        where('state', 'in', openStates),
        where.and([where('state', '=', 'needs-review'), where('attempted_at', 'is not', null)]),
      ]),
    )
    .execute();
  const reviewed = await named
    .set({ resumed_by: resume.id, state: 'ended', ending: 'resumed', state_at: now, next_run: null })
    .where('state', '=', 'needs-review')
    .where('attempted_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of reviewed) {
    await settleReviews(transaction, id, now);
    await appendOutcome(
      transaction,
      { commandId: id, state: 'ended', ending: 'resumed', refusal: null },
      now,
    );
  }
}

/** Writes one change; a new state goes into the feed with it. */
export async function writeChange(
  transaction: HubTransaction,
  change: CommandChange,
  now: Date,
): Promise<void> {
  const before = await transaction
    .selectFrom('command')
    .select(['state', 'applied_at', 'kind', 'person'])
    .where('id', '=', change.id)
    .executeTakeFirstOrThrow();
  const moved = change.state !== undefined && change.state !== before.state;
  await transaction
    .updateTable('command')
    .set({
      next_run: change.nextRun,
      ...(moved ? { state: change.state, state_at: now } : {}),
      ...(change.ending === undefined ? {} : { ending: change.ending }),
      ...(change.refusal === undefined ? {} : { refusal: change.refusal }),
      ...(change.appliedAt === undefined ? {} : { applied_at: change.appliedAt }),
      ...(change.confirmedAt === undefined ? {} : { confirmed_at: change.confirmedAt }),
      ...(change.propagatingUntil === undefined ? {} : { propagating_until: change.propagatingUntil }),
      ...(change.attempts === undefined ? {} : { attempts: change.attempts }),
      ...(change.lastError === undefined ? {} : { last_error: change.lastError }),
      ...(change.attemptedAt === undefined ? {} : { attempted_at: null }),
      ...(change.accounts === undefined ? {} : { provider_accounts: change.accounts }),
      ...(change.withdrawnAt === undefined ? {} : { withdrawn_at: change.withdrawnAt }),
    })
    .where('id', '=', change.id)
    .execute();
  if (change.exhausted === true) await openReview(transaction, change.id, 'tries-exhausted', now);
  if (change.accountLost === true) await openReview(transaction, change.id, 'account-lost', now);
  if (!moved) return;
  if (change.state === 'ended' || change.state === 'refused')
    await settleReviews(transaction, change.id, now);
  await queueNotice(transaction, { before, change }, now);
  await appendOutcome(
    transaction,
    {
      commandId: change.id,
      state: change.state,
      ending: change.ending ?? null,
      refusal: change.refusal ?? null,
    },
    now,
  );
}

/** Wakes every hub's reconciler when the transaction commits. */
export async function wakeReconcilers(transaction: HubTransaction): Promise<void> {
  await sql`select pg_notify('madoguchi_reconcile', '')`.execute(transaction);
}
