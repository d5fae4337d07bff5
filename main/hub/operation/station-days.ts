import { sql } from 'kysely';
import type { HubQuery } from '../store/hub-database.ts';

/**
 * Rows that one station may have the hub keep in a day: several times what a busy one has to tell. A stolen key can fill so much
 * and no more, and every refusal is seen.
 */
export const mostInADay = {
  /** Audit chains that were not known: a store has one for its whole life. */
  'audit-chain': 20,
  /** Checkpoints that contradict a kept one. */
  'audit-anomaly': 200,
  'failed-check': 1000,
  'unusual-look': 500,
  'offline-sign-in': 3000,
} as const;
export type StationRow = keyof typeof mostInADay;

const keptDays = 7;
const dayMs = 24 * 3_600_000;

/**
 * Takes `count` rows out of what a station has left today (by UTC). False, and none taken, where that is too little; that it was
 * refused is counted. In the transaction that writes the rows.
 */
export async function takeFromDay(
  query: HubQuery,
  station: string,
  kind: StationRow,
  count: number,
  now: Date,
): Promise<boolean> {
  if (count === 0) return true;
  const day = now.toISOString().slice(0, 10);
  const most = mostInADay[kind];
  const { rows } = await sql<{ readonly taken: number }>`
    insert into station_day (station, day, kind, taken, refused)
      select ${station}, ${day}, ${kind}, ${count}::int, 0 where ${count}::int <= ${most}::int
    on conflict (station, day, kind) do update set taken = station_day.taken + excluded.taken
      where station_day.taken + excluded.taken <= ${most}::int
    returning taken`.execute(query);
  if (rows.length > 0) return true;
  await sql`insert into station_day (station, day, kind, taken, refused)
      values (${station}, ${day}, ${kind}, 0, 1)
    on conflict (station, day, kind) do update set refused = station_day.refused + 1`.execute(query);
  return false;
}

/** By kind, how many stations were refused something within the last day or two. */
export async function fullStationDays(
  query: HubQuery,
  now: Date,
): Promise<Readonly<Partial<Record<StationRow, number>>>> {
  const since = new Date(now.getTime() - dayMs).toISOString().slice(0, 10);
  const rows = await query
    .selectFrom('station_day')
    .select(['kind', sql<number>`count(distinct station)::int`.as('count')])
    .where('day', '>=', since)
    .where('refused', '>', 0)
    .groupBy('kind')
    .execute();
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/** Forgets the days before last week. */
export async function forgetStationDays(query: HubQuery, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - keptDays * dayMs).toISOString().slice(0, 10);
  await query.deleteFrom('station_day').where('day', '<', oldest).execute();
}
