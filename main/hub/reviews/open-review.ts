import { randomUUID } from 'node:crypto';
import type { HubTransaction } from '../store/hub-database.ts';
import type { ReviewReason } from '../store/operation-tables.ts';

/** Opens a review of a command, unless one is open for the same reason. */
export async function openReview(
  transaction: HubTransaction,
  command: string,
  reason: ReviewReason,
  now: Date,
): Promise<void> {
  await transaction
    .insertInto('review')
    .values({ id: randomUUID(), command, reason, opened_at: now, decision: null, decided_by: null })
    .onConflict((conflict) =>
      conflict.columns(['command', 'reason']).where('closed_at', 'is', null).doNothing(),
    )
    .execute();
}

/** Closes what is open about a command that has ended: nothing is left to decide. Objections stay open. */
export async function settleReviews(transaction: HubTransaction, command: string, now: Date): Promise<void> {
  await transaction
    .updateTable('review')
    .set({ closed_at: now, decision: 'settled' })
    .where('command', '=', command)
    .where('closed_at', 'is', null)
    .where('reason', '!=', 'objection')
    .execute();
}
