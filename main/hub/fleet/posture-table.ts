import type { PostureReport } from '../../exchange/posture-report.ts';
import type { HubDatabase, HubQuery } from '../store/hub-database.ts';
import { pastOf } from './instance-table.ts';

/** Keeps a station's newest report. */
export async function keepPosture(
  query: HubQuery,
  station: string,
  report: PostureReport,
  now: Date,
): Promise<void> {
  const values = { report: JSON.stringify(report), received_at: now };
  await query
    .insertInto('station_posture')
    .values({ station, ...values })
    .onConflict((conflict) => conflict.column('station').doUpdateSet(values))
    .execute();
}

/** One station as the fleet view shows it. */
export interface FleetStation {
  readonly id: string;
  readonly name: string;
  readonly kind: 'lab' | 'counter';
  readonly enrolledAt: string;
  /** When its last report came; null before the first. */
  readonly reportedAt: string | null;
  readonly report: PostureReport | null;
  readonly past: 'as-known' | 'rolled-back' | 'tampered' | 'contested';
  readonly rollbacks: number;
}

/** Every station that is not revoked, by name. */
export async function readFleet(database: HubDatabase): Promise<readonly FleetStation[]> {
  const rows = await database.kysely
    .selectFrom('station')
    .leftJoin('station_posture', 'station_posture.station', 'station.id')
    .leftJoin('station_instance', 'station_instance.station', 'station.id')
    .select([
      'station.id',
      'station.name',
      'station.kind',
      'station.enrolled_at',
      'station_posture.report',
      'station_posture.received_at',
      'station_instance.contested',
    ])
    .where('station.revoked_at', 'is', null)
    .orderBy('station.name')
    .execute();
  const fleet: FleetStation[] = [];
  for (const row of rows) {
    const past = await pastOf(database.kysely, row.id);
    fleet.push({
      id: row.id,
      name: row.name,
      kind: row.kind,
      enrolledAt: row.enrolled_at.toISOString(),
      reportedAt: row.received_at?.toISOString() ?? null,
      report: row.report,
      past: row.contested === null ? past.word : 'contested',
      rollbacks: past.rollbacks,
    });
  }
  return fleet;
}
