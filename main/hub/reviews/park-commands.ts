import type { ExpressionBuilder } from 'kysely';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { appendOutcome } from '../feed/append.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import type { ReviewReason } from '../store/operation-tables.ts';
import type { HubSchema } from '../store/schema.ts';
import { lockTrust } from '../store/transaction-locks.ts';
import { findSignedWith } from './find-signed-with.ts';
import { openReview } from './open-review.ts';

/** Who, or whose keys, are no longer trusted. */
export type Distrusted =
  | { readonly station: string }
  /** An operator, with the ids of their credentials: what they approved for others counts as theirs too. */
  | { readonly operator: string; readonly credentials: readonly string[] }
  /** Keys alone: whoever had them goes on with others. */
  | { readonly credentials: readonly string[] };

interface Parking {
  readonly reason: Extract<ReviewReason, 'station-revoked' | 'operator-revoked'>;
  readonly refusal: Extract<ErrorCode, 'hub/station-revoked' | 'hub/operator-revoked'>;
  /** Commands that bear one of the keys' signatures, as the first or as the approving one. */
  readonly signed: readonly string[];
  readonly now: Date;
}

/**
 * Suspensions that rest on the word of a station, operator or key that is no longer trusted, taken and not yet in force, wait for
 * a review: also those that somebody else signed and they only approved. What is in force goes on to its end, and resumes go on,
 * since they only bring the normal rule back.
 */
export async function parkCommandsOf(
  transaction: HubTransaction,
  source: Distrusted,
  now: Date,
): Promise<number> {
  await lockTrust(transaction);
  const reason = 'station' in source ? 'station-revoked' : 'operator-revoked';
  const signed = 'credentials' in source ? await findSignedWith(transaction, source.credentials) : [];
  const parking: Parking = { reason, refusal: `hub/${reason}`, signed, now };
  const parked = await transaction
    .updateTable('command')
    .set((set) => ({
      state: 'needs-review',
      refusal: parking.refusal,
      state_at: now,
      // Looked at at once where the provider may have been called, otherwise at its end.
      next_run: set.case().when('attempted_at', 'is', null).then(set.ref('until')).else(set.val(now)).end(),
    }))
    .where(restingOn(source, signed))
    .where('kind', '=', 'suspend')
    .where('state', '=', 'accepted')
    .where('resumed_by', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of parked) {
    await openReview(transaction, id, reason, now);
    await appendOutcome(
      transaction,
      { commandId: id, state: 'needs-review', ending: null, refusal: parking.refusal },
      now,
    );
  }
  const refused = await refuseActs(transaction, source, parking);
  return parked.length + refused + (await refuseRequests(transaction, source, parking));
}

function restingOn(source: Distrusted, signed: readonly string[]) {
  return (where: ExpressionBuilder<HubSchema, 'command'>) =>
    where.or([
      ...('station' in source ? [where('station', '=', source.station)] : []),
      ...('operator' in source ? [where('operator', '=', source.operator)] : []),
      ...(signed.length > 0 ? [where('id', 'in', signed)] : []),
      where.val(false),
    ]);
}

/**
 * Factors are not removed, and nothing is given out, in the name of somebody who is no longer trusted: of these nothing was
 * begun, and the provider was not called.
 */
async function refuseActs(
  transaction: HubTransaction,
  source: Distrusted,
  { refusal, signed, now }: Parking,
): Promise<number> {
  const refused = await transaction
    .updateTable('command')
    .set({ state: 'refused', refusal, state_at: now, next_run: null })
    .where(restingOn(source, signed))
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

/**
 * What the centre was asked to do by hand and nobody has begun is refused; what somebody has in hand stays theirs, and goes to
 * review so that they hear of it.
 */
async function refuseRequests(
  transaction: HubTransaction,
  source: Distrusted,
  { reason, refusal, signed, now }: Parking,
): Promise<number> {
  const refused = await transaction
    .updateTable('command')
    .set({ state: 'refused', refusal, state_at: now, next_run: null })
    .where(restingOn(source, signed))
    .where('kind', '=', 'request')
    .where('state', '=', 'waiting-centre')
    .returning('id')
    .execute();
  for (const { id } of refused)
    await appendOutcome(transaction, { commandId: id, state: 'refused', ending: null, refusal }, now);
  const begun = await transaction
    .selectFrom('command')
    .select('id')
    .where(restingOn(source, signed))
    .where('kind', '=', 'request')
    .where('state', '=', 'in-work')
    .execute();
  for (const { id } of begun) await openReview(transaction, id, reason, now);
  return refused.length + begun.length;
}
