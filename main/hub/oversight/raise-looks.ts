import { sql } from 'kysely';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { UnusualLook } from '../../exchange/unusual-look.ts';
import type { HubContext } from '../hub-context.ts';
import { takeFromDay } from '../operation/station-days.ts';
import { lockOversight } from '../store/transaction-locks.ts';
import { raiseFinding } from './raise-alerts.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How far back a counter that was offline may tell, and how far its time may lie ahead. */
const oldestMs = 30 * dayMs;
const aheadMs = 5 * 60_000;

/**
 * Raises an alert for each operator who looked at unusually many people, one for one spree however often it is told. What a
 * counter says of an operator whom the registry does not have, or of another time, is passed over. Refuses with `hub/day-full`
 * once a counter told more in a day than one can have. A look is the counter's own testimony: no operator signs what speaks
 * against them.
 */
export async function raiseLooks(
  context: Pick<HubContext, 'database' | 'key' | 'now' | 'alertsMailed'>,
  station: string,
  looks: readonly UnusualLook[],
): Promise<Result<null>> {
  if (looks.length === 0) return ok(null);
  return context.database.kysely.transaction().execute(async (transaction) => {
    await lockOversight(transaction);
    const now = context.now();
    if (!(await takeFromDay(transaction, station, 'unusual-look', looks.length, now)))
      return refuse('hub/day-full');
    const names = [...new Set(looks.map(({ operator }) => operator))];
    const rows = await transaction
      .selectFrom('operator')
      .select('id')
      .where(sql<boolean>`id = any(${names}::text[])`)
      .execute();
    const known = new Set(rows.map(({ id }) => id));
    for (const { kind, operator, count, limit, at } of looks) {
      const to = Date.parse(at);
      const fits = to <= now.getTime() + aheadMs && to > now.getTime() - oldestMs;
      if (!known.has(operator) || !fits) continue;
      const finding = { kind, subject: operator, count, limit, hours: 1, from: to - hourMs, to };
      await raiseFinding(transaction, { key: context.key, mailed: context.alertsMailed }, finding, now);
    }
    return ok(null);
  });
}
