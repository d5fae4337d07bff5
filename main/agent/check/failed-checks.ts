import { z } from 'zod';
import { localizedText } from '../../../preload/contract/models/base.ts';
import {
  type CheckFailure,
  type CheckMethod,
  checkFailure,
  checkMethod,
  type FailedCheck,
} from '../../../preload/contract/models/identity.ts';
import type { ToldFailedCheck } from '../../exchange/failed-check.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

/** How long a failed check is held against nobody but remembered. */
const rememberedMs = 180 * 86_400_000;
const mostShown = 20;
const reasonsColumn = z.array(checkFailure).min(1).max(5);

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly at: string;
  readonly station: string;
  readonly counter: string;
  readonly method: string;
  readonly reasons: string;
}

/** Keeps a check that failed here; the hub hears of it when it can be reached, and tells the other counters. */
export function keepFailedCheck(
  database: WritableDatabase,
  failed: {
    readonly id: string;
    readonly person: string;
    readonly at: string;
    readonly station: string;
    readonly counter: FailedCheck['counter'];
    readonly method: CheckMethod;
    readonly reasons: readonly CheckFailure[];
  },
): void {
  write(database, { ...failed, reasons: [...failed.reasons] }, 0);
}

/** One that the hub told of, from here or elsewhere. */
export function takeFailedCheck(database: WritableDatabase, told: ToldFailedCheck): void {
  write(database, told, 1);
}

function write(database: WritableDatabase, failed: ToldFailedCheck, told: 0 | 1): void {
  database.run(
    `INSERT INTO failed_check (id, person_id, at, station, counter, method, reasons, told)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET told = max(told, excluded.told)`,
    failed.id,
    failed.person,
    failed.at,
    failed.station,
    JSON.stringify(failed.counter),
    failed.method,
    JSON.stringify(failed.reasons),
    told,
  );
}

/** A person's failed checks of the last 180 days, the newest first. */
export function failedChecksOf(
  database: ReadableDatabase,
  personId: string,
  { now, station }: { readonly now: Date; readonly station: string | null },
): FailedCheck[] {
  const since = new Date(now.getTime() - rememberedMs).toISOString();
  return database
    .all<Row>(
      'SELECT * FROM failed_check WHERE person_id = ? AND at > ? ORDER BY at DESC, id LIMIT ?',
      personId,
      since,
      mostShown,
    )
    .map((row) => ({
      id: row.id,
      at: row.at,
      counter: localizedText.parse(JSON.parse(row.counter)),
      here: row.station === station,
      method: checkMethod.parse(row.method),
      reasons: reasonsColumn.parse(JSON.parse(row.reasons)),
    }));
}

/** Failed checks that the hub has not heard of, the oldest first. */
export function untoldFailedChecks(
  database: ReadableDatabase,
  limit: number,
): Omit<ToldFailedCheck, 'station' | 'counter'>[] {
  return database
    .all<Row>('SELECT * FROM failed_check WHERE told = 0 ORDER BY at, id LIMIT ?', limit)
    .map((row) => ({
      id: row.id,
      person: row.person_id,
      at: row.at,
      method: checkMethod.parse(row.method),
      reasons: reasonsColumn.parse(JSON.parse(row.reasons)),
    }));
}

/** The hub has these, so that it can tell the others. What is too old to be shown is forgotten. */
export function failedChecksTold(database: WritableDatabase, ids: readonly string[], now: Date): void {
  database.run(
    'UPDATE failed_check SET told = 1 WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(ids),
  );
  const since = new Date(now.getTime() - rememberedMs).toISOString();
  database.run('DELETE FROM failed_check WHERE told = 1 AND at <= ?', since);
}
