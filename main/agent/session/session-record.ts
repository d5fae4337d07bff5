import { type LabSession, labSession } from '../../../preload/contract/models/lab.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import type { BootMoment } from './boot-moment.ts';

/** The open lab session as it is stored. */
export interface SessionRecord {
  readonly personId: string;
  readonly session: LabSession;
  readonly startedAt: BootMoment;
}

interface SessionRow {
  readonly person_id: string;
  readonly session: string;
  readonly boot: string | null;
  readonly uptime_ms: number;
  readonly trusted_at: number | null;
  readonly seen_at: number;
}

/** The open session, or null. */
export function readSession(database: ReadableDatabase): SessionRecord | null {
  const row = database.get<SessionRow>('SELECT * FROM lab_session');
  if (row === undefined) return null;
  return {
    personId: row.person_id,
    session: labSession.parse(JSON.parse(row.session)),
    startedAt: {
      boot: row.boot,
      uptimeMs: row.uptime_ms,
      trustedAt: row.trusted_at,
      seenAt: row.seen_at,
    },
  };
}

/** Stores the one session. Throws when there is one already. */
export function insertSession(database: WritableDatabase, record: SessionRecord): void {
  const { personId, session, startedAt } = record;
  database.run(
    `INSERT INTO lab_session (singleton, person_id, session, boot, uptime_ms, trusted_at, seen_at)
     VALUES (1, ?, ?, ?, ?, ?, ?)`,
    personId,
    JSON.stringify(session),
    startedAt.boot,
    startedAt.uptimeMs,
    startedAt.trustedAt,
    startedAt.seenAt,
  );
}

/** Removes the session: nothing of the person stays in the table. */
export function deleteSession(database: WritableDatabase): void {
  database.run('DELETE FROM lab_session');
}
