import type { Selectable } from 'kysely';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';
import type { StationInstance } from '../../exchange/station-instance.ts';
import { appendHubAudit } from '../audit/hub-audit.ts';
import type { StationInstanceTable } from '../store/fleet-tables.ts';
import type { HubDatabase, HubQuery } from '../store/hub-database.ts';
import { judgeInstance, type KeptInstance } from './judge-instance.ts';

/**
 * Admits the run that speaks, or refuses with `hub/station-contested`, and keeps what was learnt. `seen` is what was read with
 * this request.
 */
export async function admitInstance(
  query: HubQuery,
  station: string,
  claim: StationInstance | undefined,
  seen: KeptInstance | null,
  now: Date,
): Promise<Result<null>> {
  const first = judgeInstance(seen, claim, now.getTime());
  // The usual case: the run that is known, and nothing to write.
  if (first.kept === seen) return answer(first.admitted);
  return query.transaction().execute(async (transaction) => {
    // Of two that speak at once, one is judged after the other.
    await transaction.selectFrom('station').select('id').where('id', '=', station).forUpdate().execute();
    const row = await transaction
      .selectFrom('station_instance')
      .selectAll()
      .where('station', '=', station)
      .executeTakeFirst();
    const kept = row === undefined ? null : keptOf(row);
    const verdict = judgeInstance(kept, claim, now.getTime());
    if (verdict.kept !== null) await write(transaction, station, verdict.kept);
    return answer(verdict.admitted);
  });
}

function answer(admitted: boolean): Result<null> {
  return admitted ? ok(null) : refuse('hub/station-contested');
}

/** A row of the table, or nothing in its columns where there is none. */
export type InstanceRow = {
  readonly [Column in keyof Selectable<StationInstanceTable>]:
    | Selectable<StationInstanceTable>[Column]
    | null;
};

/** What a row keeps; null for none, and for one that IT has settled since. */
export function keptOf(row: InstanceRow): KeptInstance | null {
  const { run, count, machine, since, retired, rollbacks, contested } = row;
  if (run === null || count === null || since === null || retired === null || rollbacks === null) return null;
  return { run, count, machine, since: since.getTime(), retired, rollbacks, contested };
}

async function write(query: HubQuery, station: string, kept: KeptInstance): Promise<void> {
  const values = { ...kept, since: new Date(kept.since), retired: JSON.stringify(kept.retired) };
  await query
    .insertInto('station_instance')
    .values({ station, ...values })
    .onConflict((conflict) => conflict.column('station').doUpdateSet(values))
    .execute();
}

/**
 * IT has looked: the next run that speaks is the station, and what went back or was contradicted before is settled.
 * False for a station of which nothing is known.
 */
export function settleInstance(
  database: HubDatabase,
  key: SigningKey,
  station: string,
  now: Date,
): Promise<boolean> {
  return database.kysely.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('station_instance')
      .set({ run: null, retired: '[]', rollbacks: 0, contested: null, settled_at: now })
      .where('station', '=', station)
      .returning('station')
      .executeTakeFirst();
    if (row === undefined) return false;
    const actor = { type: 'administration', id: null } as const;
    await appendHubAudit(transaction, key, { kind: 'station-settled', actor, facts: { station } }, now);
    return true;
  });
}

/** How the hub sees a station's past. An audit trail that contradicts the hub is explained by a state that went back, and by nothing else. */
export async function pastOf(
  query: HubQuery,
  station: string,
): Promise<{ readonly word: 'as-known' | 'rolled-back' | 'tampered'; readonly rollbacks: number }> {
  const row = await query
    .selectFrom('station_instance')
    .select(['rollbacks', 'settled_at'])
    .where('station', '=', station)
    .executeTakeFirst();
  const rollbacks = row?.rollbacks ?? 0;
  if (rollbacks > 0) return { word: 'rolled-back', rollbacks };
  const anomaly = await query
    .selectFrom('audit_anomaly')
    .select('sequence')
    .where('station', '=', station)
    .where('received_at', '>', row?.settled_at ?? new Date(0))
    .limit(1)
    .executeTakeFirst();
  return { word: anomaly === undefined ? 'as-known' : 'tampered', rollbacks };
}
