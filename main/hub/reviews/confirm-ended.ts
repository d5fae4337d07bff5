import { type CommandRow, writeChange } from '../commands/command-store.ts';
import { endingOf } from '../commands/desired-state.ts';
import type { HubTransaction } from '../store/hub-database.ts';

/**
 * A suspension whose account the provider no longer tells is over, because somebody saw that nothing of it holds there. One
 * that waits for another review only counts as never sent from then on.
 */
export async function confirmEnded(
  transaction: HubTransaction,
  row: Pick<
    CommandRow,
    'id' | 'state' | 'until' | 'resumed_by' | 'applied_at' | 'withdrawn_at' | 're_enrolled_at'
  >,
  now: Date,
): Promise<void> {
  const { id, state, until } = row;
  const wanted = row.resumed_by === null && row.withdrawn_at === null && until !== null && until > now;
  if (state === 'needs-review' && wanted) {
    const change = { id, attemptedAt: null, attempts: 0, accounts: null, nextRun: until } as const;
    return writeChange(transaction, change, now);
  }
  const ending = endingOf({
    resumedBy: row.resumed_by,
    appliedAt: row.applied_at,
    withdrawnAt: row.withdrawn_at,
    reEnrolledAt: row.re_enrolled_at,
  });
  await writeChange(
    transaction,
    { id, state: 'ended', ending, nextRun: null, attempts: 0, lastError: null, accounts: null },
    now,
  );
  // Resumes that waited for it are looked at now.
  await transaction
    .updateTable('command')
    .set({ next_run: now })
    .where('id', '=', row.resumed_by)
    .where('next_run', 'is not', null)
    .execute();
}
