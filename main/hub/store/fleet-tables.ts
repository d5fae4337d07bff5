import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { PostureReport } from '../../exchange/posture-report.ts';

type Instant = ColumnType<Date, Date, Date>;

/** Which running of a station's agent speaks for it; `run` is null once IT has settled it, until the next speaks. */
export interface StationInstanceTable {
  station: string;
  run: string | null;
  count: number;
  machine: string | null;
  since: Instant;
  retired: JSONColumnType<string[], string, string>;
  rollbacks: Generated<number>;
  contested: 'another-machine' | 'two-runs' | null;
  settled_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

/** The newest report of each station. */
export interface StationPostureTable {
  station: string;
  report: JSONColumnType<PostureReport, string, string>;
  received_at: Instant;
}

/** How much of what a station may have the hub keep it used in a day, and how often it was refused more. */
export interface StationDayTable {
  station: string;
  /** By UTC. */
  day: ColumnType<string, string, never>;
  kind: string;
  taken: number;
  refused: number;
}

export interface FleetTables {
  station_day: StationDayTable;
  station_instance: StationInstanceTable;
  station_posture: StationPostureTable;
}
