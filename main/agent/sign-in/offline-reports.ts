import { randomUUID } from 'node:crypto';
import type { OfflineReport } from '../../exchange/guessing.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

/** Puts down a sign-in that the directory has not heard of, in the transaction that opens its session (I8). */
export function putOfflineSignIn(
  database: WritableDatabase,
  personId: string,
  verifiedAt: Date,
  at: Date,
): void {
  database.run(
    'INSERT INTO offline_sign_in (id, person_id, verified_at, signed_in_at) VALUES (?, ?, ?, ?)',
    randomUUID(),
    personId,
    verifiedAt.toISOString(),
    at.toISOString(),
  );
}

/** Sign-ins that the hub has not heard of, oldest first. */
export function waitingOfflineSignIns(database: ReadableDatabase, limit: number): readonly OfflineReport[] {
  return database
    .all<{ id: string; person_id: string; verified_at: string; signed_in_at: string }>(
      'SELECT * FROM offline_sign_in ORDER BY signed_in_at, id LIMIT ?',
      limit,
    )
    .map((row) => ({ id: row.id, person: row.person_id, verifiedAt: row.verified_at, at: row.signed_in_at }));
}

/** The hub has these. The audit trail keeps its own record of each. */
export function forgetOfflineSignIns(database: WritableDatabase, reports: readonly OfflineReport[]): void {
  for (const { id } of reports) database.run('DELETE FROM offline_sign_in WHERE id = ?', id);
}
