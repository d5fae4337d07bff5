import type { Selectable } from 'kysely';
import type { FailureNews } from '../../exchange/guessing.ts';
import type { SignInFailureTable } from '../store/guessing-tables.ts';
import type { HubQuery } from '../store/hub-database.ts';

/** How long failures at one station count at the others. */
const countsElsewhereMs = 24 * 3_600_000;

/** What a counter may know of some tags' failures. */
export interface FailureSum {
  readonly failures: number;
  readonly stations: number;
  readonly lastAt: Date | null;
}

/** What one lab station is told of a tag, as it stands now. */
export async function failureNewsOf(
  query: HubQuery,
  tag: string,
  reader: string,
  now: Date,
): Promise<FailureNews> {
  const rows = await failuresOf(query, [tag]);
  const told = await query
    .selectFrom('sign_in_told')
    .select('cleared_at')
    .where('tag', '=', tag)
    .executeTakeFirst();
  const elsewhere = rows.filter(
    (row) => row.station !== reader && now.getTime() - row.failed_at.getTime() < countsElsewhereMs,
  );
  const last = Math.max(0, ...elsewhere.map((row) => row.failed_at.getTime()));
  return {
    tag,
    elsewhere: elsewhere.reduce((sum, { failures }) => sum + failures, 0),
    total: rows.reduce((sum, { failures }) => sum + failures, 0),
    at: (last === 0 ? now : new Date(last)).toISOString(),
    clearedAt: told?.cleared_at?.toISOString() ?? null,
  };
}

export function failuresOf(
  query: HubQuery,
  tags: readonly string[],
): Promise<Selectable<SignInFailureTable>[]> {
  return query.selectFrom('sign_in_failure').selectAll().where('tag', 'in', tags).execute();
}

/** All failures of some tags together. */
export async function sumFailures(query: HubQuery, tags: readonly string[]): Promise<FailureSum> {
  const rows = await failuresOf(query, tags);
  const last = Math.max(0, ...rows.map((row) => row.failed_at.getTime()));
  return {
    failures: rows.reduce((sum, { failures }) => sum + failures, 0),
    stations: new Set(rows.map(({ station }) => station)).size,
    lastAt: last === 0 ? null : new Date(last),
  };
}
