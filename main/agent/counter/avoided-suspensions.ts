import type { AvoidedSuspensions } from '../../../preload/contract/models/counter.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

/** Counts one visit that ended with the person helping themselves. Nobody can be told from a count. */
export function countAvoided(database: WritableDatabase, day: string): void {
  database.run(
    `INSERT INTO avoided_suspension (day, count) VALUES (?, 1)
     ON CONFLICT (day) DO UPDATE SET count = count + 1`,
    day,
  );
}

/** The last 31 days on which there were any, the newest first. */
export function avoidedByDay(database: ReadableDatabase): AvoidedSuspensions['days'] {
  return database.all<{ day: string; count: number }>(
    'SELECT day, count FROM avoided_suspension ORDER BY day DESC LIMIT 31',
  );
}
