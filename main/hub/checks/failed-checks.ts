import { sql } from 'kysely';
import type { z } from 'zod';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { failedChecksRequest } from '../../exchange/failed-check.ts';
import { appendFailedCheck } from '../feed/append.ts';
import { takeFromDay } from '../operation/station-days.ts';
import type { HubTransaction } from '../store/hub-database.ts';

/** How long it is told to counters that a check of somebody failed. */
const keptMs = 180 * 24 * 3_600_000;
/** How far a counter's time may lie ahead. */
const aheadMs = 5 * 60_000;

/**
 * Keeps what a counter tells of failed checks, and tells every counter. What is known already is not told again. Refuses with
 * `hub/day-full`, and keeps none, once a counter told more in a day than one can have.
 */
export async function takeFailedChecks(
  transaction: HubTransaction,
  station: string,
  checks: z.output<typeof failedChecksRequest>['checks'],
  now: Date,
): Promise<Result<null>> {
  if (!(await takeFromDay(transaction, station, 'failed-check', checks.length, now)))
    return refuse('hub/day-full');
  const oldest = new Date(now.getTime() - keptMs);
  for (const check of checks) {
    const at = new Date(check.at);
    if (at < oldest || at.getTime() > now.getTime() + aheadMs) continue;
    const inserted = await transaction
      .insertInto('failed_check')
      .values({
        id: check.id,
        person: check.person,
        station,
        at,
        method: check.method,
        reasons: JSON.stringify(check.reasons),
        received_at: now,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted !== undefined) await appendFailedCheck(transaction, check.id, now);
  }
  await transaction.deleteFrom('failed_check').where('at', '<', oldest).execute();
  return ok(null);
}

/** Forgets what checks left of a person who is erased. Particulars go with their row in the directory. */
export async function forgetChecks(transaction: HubTransaction, person: string): Promise<void> {
  await transaction.deleteFrom('failed_check').where('person', '=', person).execute();
  await transaction
    .deleteFrom('feed')
    .where('kind', '=', 'person-news')
    .where(sql<boolean>`reference ->> 'person' = ${person}`)
    .execute();
  await sql`update feed set reference = jsonb_set(reference, '{ids}', (reference -> 'ids') - ${person}::text)
    where kind = 'particulars' and jsonb_exists(reference -> 'ids', ${person})`.execute(transaction);
}
