import type { CommandKind } from '../../../preload/contract/models/commands.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import { wakeReconcilers } from '../commands/command-store.ts';
import { appendOutcome } from '../feed/append.ts';
import { findOperator } from '../operators/operator-table.ts';
import type { HubDatabase, HubQuery, HubTransaction } from '../store/hub-database.ts';
import type { ReviewDecision, ReviewReason } from '../store/operation-tables.ts';
import type { CommandState } from '../store/schema.ts';
import { lockPerson } from '../store/transaction-locks.ts';
import { confirmEnded } from './confirm-ended.ts';
import { judgeReview, type ReviewEffect, type ReviewProblem } from './judge-review.ts';
import { settleReviews } from './open-review.ts';

/** An open review, without anything personal. */
export interface OpenReview {
  readonly id: string;
  readonly command: string;
  readonly reason: ReviewReason;
  readonly openedAt: string;
  readonly kind: CommandKind;
  readonly state: CommandState;
  readonly operator: string;
  readonly station: string;
  readonly until: string | null;
}

export type ReviewResult =
  | { readonly ok: true; readonly effect: ReviewEffect }
  | { readonly ok: false; readonly problem: ReviewProblem | 'review-unknown' };

/** What waits for a person to decide, the oldest first. */
export async function listReviews(query: HubQuery): Promise<readonly OpenReview[]> {
  const rows = await query
    .selectFrom('review')
    .innerJoin('command', 'command.id', 'review.command')
    .select([
      'review.id',
      'review.command',
      'review.reason',
      'review.opened_at',
      'command.kind',
      'command.state',
      'command.operator',
      'command.station',
      'command.until',
    ])
    .where('review.closed_at', 'is', null)
    .orderBy('review.opened_at')
    .execute();
  return rows.map(({ opened_at, until, ...row }) => ({
    ...row,
    openedAt: opened_at.toISOString(),
    until: until?.toISOString() ?? null,
  }));
}

/**
 * Decides an open review in the name of a supervisor. Decision, what follows for the command, the stations' news and the
 * audit entry are one transaction; the same review is decided once.
 */
export async function decideReview(
  context: { readonly database: HubDatabase; readonly key: SigningKey; readonly now: () => Date },
  request: { readonly review: string; readonly decision: ReviewDecision; readonly by: string },
): Promise<ReviewResult> {
  return context.database.kysely.transaction().execute(async (transaction) => {
    const found = await transaction
      .selectFrom('review')
      .innerJoin('command', 'command.id', 'review.command')
      .select('command.person')
      .where('review.id', '=', request.review)
      .executeTakeFirst();
    if (found === undefined) return { ok: false, problem: 'review-unknown' };
    await lockPerson(transaction, found.person);
    const now = context.now();
    const row = await transaction
      .selectFrom('review')
      .innerJoin('command', 'command.id', 'review.command')
      .selectAll('command')
      .select('review.reason')
      .where('review.id', '=', request.review)
      .where('review.closed_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return { ok: false, problem: 'review-unknown' };
    const verdict = judgeReview(request.decision, {
      reason: row.reason,
      command: { ...row, attempted: row.attempted_at !== null },
      decider: await findOperator(transaction, request.by),
      now,
    });
    if (!verdict.ok) return verdict;
    await transaction
      .updateTable('review')
      .set({ closed_at: now, decision: request.decision, decided_by: request.by })
      .where('id', '=', request.review)
      .execute();
    if (verdict.effect === 'confirm') await confirmEnded(transaction, row, now);
    else await carryOut(transaction, { id: row.id, state: row.state }, verdict.effect, now);
    await appendHubAudit(
      transaction,
      context.key,
      {
        kind: 'review-decided',
        actor: { type: 'operator', id: request.by },
        facts: {
          review: request.review,
          command: row.id,
          reason: row.reason,
          decision: request.decision,
          effect: verdict.effect,
        },
        ...(row.erased_at === null ? { subject: row.person } : {}),
      },
      now,
    );
    return verdict;
  });
}

async function carryOut(
  transaction: HubTransaction,
  command: { readonly id: string; readonly state: CommandState },
  effect: Exclude<ReviewEffect, 'confirm'>,
  now: Date,
): Promise<void> {
  const { id } = command;
  const row = transaction.updateTable('command').where('id', '=', id);
  // One decision about a command answers everything that was open about it.
  if (effect !== 'none' && effect !== 'again') await settleReviews(transaction, id, now);
  switch (effect) {
    case 'none':
      return;
    case 'again':
      await row.set({ attempts: 0, next_run: now }).execute();
      break;
    case 'open':
      await row.set({ attempts: 0, next_run: now }).execute();
      if (command.state === 'needs-review') {
        await row.set({ state: 'accepted', refusal: null, state_at: now }).execute();
        await appendOutcome(
          transaction,
          { commandId: id, state: 'accepted', ending: null, refusal: null },
          now,
        );
      }
      break;
    case 'withdraw':
      await row.set({ withdrawn_at: now, attempts: 0, next_run: now }).execute();
      break;
    case 'refuse': {
      const refusal = 'hub/review-refused' as const;
      await row.set({ state: 'refused', refusal, state_at: now, next_run: null }).execute();
      await appendOutcome(transaction, { commandId: id, state: 'refused', ending: null, refusal }, now);
      break;
    }
  }
  await wakeReconcilers(transaction);
}
