import type { FailureTally } from '../../exchange/sign-in-back-off.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import { type BootMoment, elapsedAtLeastMs } from '../session/boot-moment.ts';

/** The row that counts for the whole station; a digest is 43 characters long and never this word. */
export const stationSubject = 'station';
/** Typed logins that are remembered; beyond it the least failed and oldest are forgotten. */
const mostSubjects = 10_000;

/** A row of `sign_in_failure` (migrations 0005 and 0008). */
export interface FailureRow {
  readonly subject: string;
  readonly failures: number;
  readonly boot: string | null;
  readonly uptime_ms: number;
  readonly trusted_at: number | null;
  readonly seen_at: number;
  /** What stands for the login between stations; null for the station's row, and before the hub has given its key. */
  readonly tag: string | null;
}

export function readFailures(database: ReadableDatabase, subject: string): FailureRow | null {
  return database.get<FailureRow>('SELECT * FROM sign_in_failure WHERE subject = ?', subject) ?? null;
}

export function writeFailures(database: WritableDatabase, row: FailureRow): void {
  database.run(
    `INSERT INTO sign_in_failure (subject, failures, boot, uptime_ms, trusted_at, seen_at, tag)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, boot = excluded.boot,
       uptime_ms = excluded.uptime_ms, trusted_at = excluded.trusted_at, seen_at = excluded.seen_at,
       tag = excluded.tag`,
    row.subject,
    row.failures,
    row.boot,
    row.uptime_ms,
    row.trusted_at,
    row.seen_at,
    row.tag,
  );
}

/** Puts a row back as it was; null for none. */
export function restoreFailures(
  database: WritableDatabase,
  subject: string,
  before: FailureRow | null,
): void {
  if (before === null) database.run('DELETE FROM sign_in_failure WHERE subject = ?', subject);
  else writeFailures(database, before);
}

export function forgetBeyondLimit(database: WritableDatabase, keep: string): void {
  database.run(
    `DELETE FROM sign_in_failure WHERE subject IN (
       SELECT subject FROM sign_in_failure WHERE subject NOT IN (?, ?)
       ORDER BY failures DESC, seen_at DESC LIMIT -1 OFFSET ?)`,
    stationSubject,
    keep,
    mostSubjects,
  );
}

export function failuresAt(
  subject: string,
  failures: number,
  at: BootMoment,
  tag: string | null,
): FailureRow {
  return {
    subject,
    failures,
    boot: at.boot,
    uptime_ms: at.uptimeMs,
    trusted_at: at.trustedAt,
    seen_at: at.seenAt,
    tag,
  };
}

export function tallyOf(row: FailureRow | null, now: BootMoment): FailureTally {
  if (row === null) return { failures: 0, elapsedMs: 0 };
  const since: BootMoment = {
    boot: row.boot,
    uptimeMs: row.uptime_ms,
    trustedAt: row.trusted_at,
    seenAt: row.seen_at,
  };
  return { failures: row.failures, elapsedMs: elapsedAtLeastMs(since, now) };
}
