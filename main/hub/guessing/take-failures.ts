import type { FailureReport } from '../../exchange/guessing.ts';
import { appendFailures } from '../feed/append.ts';
import type { HubTransaction } from '../store/hub-database.ts';
import { lockGuessing } from '../store/transaction-locks.ts';
import { wasVerified } from './directory-sign-ins.ts';
import { failuresOf } from './failure-table.ts';

/** Failures of a tag, everywhere together, from which on all stations are told: slips of a finger wake nobody. */
const toldFrom = 3;
/** Tags of which one station may newly report failures in an hour: more than people can make at it, whatever they do. */
const newTagsPerHour = 200;
const hourMs = 3_600_000;

/**
 * Takes what a lab station says of failures at it. Only its own count is ever changed by it, save where the hub itself saw the
 * right password there a moment before: such a success ends what all stations counted. A station whose key was stolen can thus
 * make a few hundred people's next wrong passwords cost more, until it is revoked; it can neither read whose they are nor free
 * anybody from a wait elsewhere.
 */
export async function takeFailures(
  transaction: HubTransaction,
  station: string,
  reports: readonly FailureReport[],
  now: Date,
): Promise<void> {
  if (reports.length === 0) return;
  await lockGuessing(transaction);
  for (const report of reports) {
    const at = new Date(Math.min(Date.parse(report.at), now.getTime()));
    const changed =
      report.failures === 0
        ? await takeSuccess(transaction, station, report.tag, at)
        : await takeFailure(transaction, station, report, at, now);
    if (changed) await tellStations(transaction, report.tag, now);
  }
}

async function takeSuccess(
  transaction: HubTransaction,
  station: string,
  tag: string,
  at: Date,
): Promise<boolean> {
  const everywhere = await wasVerified(transaction, station, tag, at);
  const { numDeletedRows } = await transaction
    .deleteFrom('sign_in_failure')
    .where('tag', '=', tag)
    .where('failed_at', '<=', at)
    .$if(!everywhere, (own) => own.where('station', '=', station))
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

async function takeFailure(
  transaction: HubTransaction,
  station: string,
  { tag, failures }: FailureReport,
  at: Date,
  now: Date,
): Promise<boolean> {
  const told = await transaction
    .selectFrom('sign_in_told')
    .select('cleared_at')
    .where('tag', '=', tag)
    .executeTakeFirst();
  const clearedAt = told?.cleared_at ?? null;
  if (clearedAt !== null && at <= clearedAt) return false;
  const updated = await transaction
    .updateTable('sign_in_failure')
    .set({ failures, failed_at: at })
    .where('tag', '=', tag)
    .where('station', '=', station)
    .where('failed_at', '<=', at)
    .executeTakeFirstOrThrow();
  if (updated.numUpdatedRows > 0n) return true;
  if (await reportedTooMany(transaction, station, now)) return false;
  const inserted = await transaction
    .insertInto('sign_in_failure')
    .values({ tag, station, failures, failed_at: at, reported_at: now })
    .onConflict((conflict) => conflict.columns(['tag', 'station']).doNothing())
    .returning('tag')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function reportedTooMany(transaction: HubTransaction, station: string, now: Date): Promise<boolean> {
  const { count } = await transaction
    .selectFrom('sign_in_failure')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('station', '=', station)
    .where('reported_at', '>', new Date(now.getTime() - hourMs))
    .executeTakeFirstOrThrow();
  return Number(count) >= newTagsPerHour;
}

/** Tells the stations once there is enough to tell, and of every change from then on. */
async function tellStations(transaction: HubTransaction, tag: string, now: Date): Promise<void> {
  const total = (await failuresOf(transaction, [tag])).reduce((sum, { failures }) => sum + failures, 0);
  const told = await transaction
    .selectFrom('sign_in_told')
    .select('tag')
    .where('tag', '=', tag)
    .executeTakeFirst();
  if (total < toldFrom && told === undefined) return;
  await transaction
    .insertInto('sign_in_told')
    .values({ tag })
    .onConflict((conflict) => conflict.column('tag').doNothing())
    .execute();
  await appendFailures(transaction, tag, now);
}
