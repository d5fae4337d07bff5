import type { z } from 'zod';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

/**
 * Reads one value of the station's small state. Null when there is none; throws when what lies there doesn't have the
 * shape that this program writes, since guessing would be worse.
 */
export function readState<Schema extends z.ZodType>(
  database: ReadableDatabase,
  key: string,
  schema: Schema,
): z.output<Schema> | null {
  const row = database.get<{ value: string }>('SELECT value FROM station_state WHERE key = ?', key);
  return row === undefined ? null : schema.parse(JSON.parse(row.value));
}

/** Stores a value under a key, in place of any other, as JSON. */
export function writeState(database: WritableDatabase, key: string, value: unknown): void {
  database.run(
    `INSERT INTO station_state (key, value) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    key,
    JSON.stringify(value),
  );
}

/** Forgets a value. */
export function clearState(database: WritableDatabase, key: string): void {
  database.run('DELETE FROM station_state WHERE key = ?', key);
}
