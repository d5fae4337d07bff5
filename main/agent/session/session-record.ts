import { z } from 'zod';
import { type LabSession, labSession } from '../../../preload/contract/models/lab.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import type { BootMoment } from './boot-moment.ts';
import { type ProcessMark, processMarks } from './desktop-processes.ts';
import type { SessionLimits } from './session-limits.ts';

/** The open lab session as it is stored. */
export interface SessionRecord {
  readonly personId: string;
  readonly session: LabSession;
  readonly startedAt: BootMoment;
  readonly limits: SessionLimits;
  /** The desktop's processes before it; null where they can't be told. */
  readonly baseline: readonly ProcessMark[] | null;
}

interface SessionRow {
  readonly person_id: string;
  readonly session: string;
  readonly boot: string | null;
  readonly uptime_ms: number;
  readonly trusted_at: number | null;
  readonly seen_at: number;
  readonly limits: string | null;
  readonly baseline: string | null;
}

const milliseconds = z.number();
const moment = z.strictObject({
  boot: z.string().nullable(),
  uptimeMs: milliseconds,
  trustedAt: milliseconds.nullable(),
  seenAt: milliseconds,
});
const sessionLimits = z.strictObject({
  rules: z.strictObject({
    idleMs: milliseconds.nullable(),
    warningMs: milliseconds,
    extensionMs: milliseconds.nullable(),
    keepPlaceMs: milliseconds.nullable(),
  }),
  activeAt: moment,
  lockedAt: moment.nullable(),
  extensions: z.number().int().nonnegative(),
});

/** For a session that was open before sessions had limits. */
function noLimits(startedAt: BootMoment): SessionLimits {
  return {
    rules: { idleMs: null, warningMs: 60_000, extensionMs: null, keepPlaceMs: null },
    activeAt: startedAt,
    lockedAt: null,
    extensions: 0,
  };
}

/** The open session, or null. */
export function readSession(database: ReadableDatabase): SessionRecord | null {
  const row = database.get<SessionRow>('SELECT * FROM lab_session');
  if (row === undefined) return null;
  const startedAt: BootMoment = {
    boot: row.boot,
    uptimeMs: row.uptime_ms,
    trustedAt: row.trusted_at,
    seenAt: row.seen_at,
  };
  return {
    personId: row.person_id,
    session: labSession.parse(JSON.parse(row.session)),
    startedAt,
    limits: row.limits === null ? noLimits(startedAt) : sessionLimits.parse(JSON.parse(row.limits)),
    baseline: row.baseline === null ? null : processMarks.parse(JSON.parse(row.baseline)),
  };
}

/** Stores the one session. Throws when there is one already. */
export function insertSession(database: WritableDatabase, record: SessionRecord): void {
  const { personId, session, startedAt, limits, baseline } = record;
  database.run(
    `INSERT INTO lab_session (singleton, person_id, session, boot, uptime_ms, trusted_at, seen_at, limits, baseline)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    personId,
    JSON.stringify(session),
    startedAt.boot,
    startedAt.uptimeMs,
    startedAt.trustedAt,
    startedAt.seenAt,
    JSON.stringify(limits),
    baseline === null ? null : JSON.stringify(baseline),
  );
}

/** Stores what changes while a session is open. */
export function updateSession(database: WritableDatabase, record: SessionRecord): void {
  database.run(
    'UPDATE lab_session SET session = ?, limits = ?',
    JSON.stringify(record.session),
    JSON.stringify(record.limits),
  );
}

/** Removes the session: nothing of the person stays in the table. */
export function deleteSession(database: WritableDatabase): void {
  database.run('DELETE FROM lab_session');
}
