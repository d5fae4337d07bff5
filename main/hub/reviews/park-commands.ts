import { appendOutcome } from '../feed/append.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import { lockTrust } from '../store/transaction-locks.ts';
import { openReview } from './open-review.ts';

/**
 * Suspensions of a station or operator that is no longer trusted, taken and not yet in force, wait for a review. What is in
 * force goes on to its end, and resumes go on, since they only bring the normal rule back.
 */
export async function parkCommandsOf(
  transaction: HubTransaction,
  source: { readonly station: string } | { readonly operator: string },
  now: Date,
): Promise<number> {
  await lockTrust(transaction);
  const byStation = 'station' in source;
  const reason = byStation ? 'station-revoked' : 'operator-revoked';
  const refusal = `hub/${reason}` as const;
  const parked = await transaction
    .updateTable('command')
    .set((set) => ({
      state: 'needs-review',
      refusal,
      state_at: now,
      // Looked at at once where the provider may have been called, otherwise at its end.
      next_run: set.case().when('attempted_at', 'is', null).then(set.ref('until')).else(set.val(now)).end(),
    }))
    .where(byStation ? 'station' : 'operator', '=', byStation ? source.station : source.operator)
    .where('kind', '=', 'suspend')
    .where('state', '=', 'accepted')
    .where('resumed_by', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of parked) {
    await openReview(transaction, id, reason, now);
    await appendOutcome(transaction, { commandId: id, state: 'needs-review', ending: null, refusal }, now);
  }
  return parked.length + (await refuseActs(transaction, source, refusal, now));
}

/**
 * Factors are not removed, and nothing is given out, in the name of somebody who is no longer trusted: of these nothing was
 * begun, and the provider was not called.
 */
async function refuseActs(
  transaction: HubTransaction,
  source: { readonly station: string } | { readonly operator: string },
  refusal: 'hub/station-revoked' | 'hub/operator-revoked',
  now: Date,
): Promise<number> {
  const refused = await transaction
    .updateTable('command')
    .set({ state: 'refused', refusal, state_at: now, next_run: null })
    .where(
      'station' in source ? 'station' : 'operator',
      '=',
      'station' in source ? source.station : source.operator,
    )
    .where('kind', 'in', ['reset-factors', 'new-totp', 'temporary-code'])
    .where('state', '=', 'accepted')
    .where('called_at', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('factor_reset')
            .select('place')
            .whereRef('factor_reset.command', '=', 'command.id'),
        ),
      ),
    )
    .returning('id')
    .execute();
  for (const { id } of refused)
    await appendOutcome(transaction, { commandId: id, state: 'refused', ending: null, refusal }, now);
  return refused.length;
}
