import { sql } from 'kysely';
import type { z } from 'zod';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { InsightPart } from '../../../preload/contract/models/oversight.ts';
import { addDepths, addTallies } from '../../exchange/add-tallies.ts';
import type { talliesRequest } from '../../exchange/oversight-interface.ts';
import { newestPolicy } from '../newest-policy.ts';
import type { HubDatabase } from '../store/hub-database.ts';

const dayMs = 24 * 3_600_000;
/** Days back that a counter may tell of. */
const oldestDays = 92;

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Keeps a counter's days, each in place of what it said before. Refuses days that can't be its own. */
export async function keepCounterDays(
  database: HubDatabase,
  station: string,
  days: z.output<typeof talliesRequest>['days'],
  now: Date,
): Promise<Result<null>> {
  const [first, last] = [dayText(now.getTime() - oldestDays * dayMs), dayText(now.getTime() + dayMs)];
  const fits = days.every(
    ({ tally, depth }) =>
      tally.day >= first && tally.day <= last && (depth === null || depth.day === tally.day),
  );
  if (!fits) return refuse('call/bad-input');
  await database.kysely.transaction().execute(async (transaction) => {
    for (const { tally, depth } of days) {
      const row = {
        tally: JSON.stringify(tally),
        depth: depth === null ? null : JSON.stringify(depth),
        received_at: now,
      };
      await transaction
        .insertInto('counter_day')
        .values({ station, day: tally.day, ...row })
        .onConflict((conflict) => conflict.columns(['station', 'day']).doUpdateSet(row))
        .execute();
    }
  });
  return ok(null);
}

/** All counters from one day to another, both included: counts, and how long commands took. */
export async function readInsight(
  database: HubDatabase,
  span: { readonly from: string; readonly to: string },
): Promise<InsightPart> {
  const query = database.kysely;
  const rows = await query
    .selectFrom('counter_day')
    .select(['station', 'tally', 'depth'])
    .where('day', '>=', span.from)
    .where('day', '<=', span.to)
    .execute();
  const policy = await newestPolicy(query);
  const timeZone = policy?.exemption.timeZone ?? 'Asia/Tokyo';
  const day = sql<string>`to_char(issued_at at time zone ${timeZone}::text, 'YYYY-MM-DD')`;
  const seconds = sql`greatest(0, extract(epoch from applied_at - issued_at))::double precision`;
  // The days are local ones: a day more on either side of the index's range holds them in any zone.
  const wide = (text: string, days: number) => new Date(Date.parse(`${text}T00:00:00.000Z`) + days * dayMs);
  const applied = await query
    .selectFrom('command')
    .select([
      day.as('day'),
      sql<number>`count(*)::int`.as('count'),
      sql<number>`percentile_disc(0.5) within group (order by ${seconds})`.as('p50'),
      sql<number>`percentile_disc(0.95) within group (order by ${seconds})`.as('p95'),
    ])
    .where('kind', '=', 'suspend')
    .where('applied_at', 'is not', null)
    .where('issued_at', '>=', wide(span.from, -1))
    .where('issued_at', '<', wide(span.to, 2))
    .groupBy(sql`1`)
    .orderBy(sql`1`)
    .execute();
  return {
    counters: new Set(rows.map(({ station }) => station)).size,
    days: addTallies(rows.map(({ tally }) => tally)).slice(-oldestDays),
    applied: applied.filter((one) => one.day >= span.from && one.day <= span.to),
    depth: addDepths(
      rows.flatMap(({ depth }) => (depth === null ? [] : [depth])),
      span.to,
    ),
  };
}
