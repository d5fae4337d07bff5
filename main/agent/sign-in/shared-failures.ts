import { z } from 'zod';
import type { FailureNews, FailureReport } from '../../exchange/guessing.ts';
import { tagKey } from '../../exchange/login-tag.ts';
import { nothingShared, type SharedTally } from '../../exchange/sign-in-back-off.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const keyName = 'sign-in.tag-key';
/** Reports that wait for the hub at most; beyond it the least failed give way. */
const mostReports = 2000;
/** Tags that the hub told of at most; beyond it the oldest give way. */
const mostShared = 20_000;

/** The institution's key for tags; null until the hub has given it. */
export function readTagKey(database: ReadableDatabase): string | null {
  return readState(database, keyName, tagKey);
}

/** Takes the hub's key. Another one than before makes what is known under the old one meaningless. */
export function takeTagKey(database: WritableDatabase, key: string): void {
  const known = readState(database, keyName, z.string());
  if (known === key) return;
  writeState(database, keyName, key);
  database.run('UPDATE sign_in_failure SET tag = NULL');
  database.run('DELETE FROM failure_report');
  database.run('DELETE FROM shared_failure');
}

/** What the hub told of a login's failures. `nowMs` is the trusted time; without one no time has passed for certain. */
export function readShared(database: ReadableDatabase, tag: string, nowMs: number | null): SharedTally {
  const row = database.get<{ elsewhere: number; total: number; at: number }>(
    'SELECT elsewhere, total, at FROM shared_failure WHERE tag = ?',
    tag,
  );
  if (row === undefined) return nothingShared;
  const elapsedMs = nowMs === null ? 0 : Math.max(0, nowMs - row.at);
  return { elsewhere: row.elsewhere, total: row.total, elapsedMs };
}

/** Takes the hub's news of one tag. Failures from before a clearing at the counter are forgotten here too. */
export function takeNews(database: WritableDatabase, news: FailureNews): void {
  if (news.clearedAt !== null) {
    const clearedAt = Date.parse(news.clearedAt);
    database.run('DELETE FROM sign_in_failure WHERE tag = ? AND seen_at <= ?', news.tag, clearedAt);
    database.run('DELETE FROM failure_report WHERE tag = ? AND at <= ?', news.tag, news.clearedAt);
  }
  if (news.elsewhere === 0 && news.total === 0) {
    database.run('DELETE FROM shared_failure WHERE tag = ?', news.tag);
    return;
  }
  database.run(
    `INSERT INTO shared_failure (tag, elsewhere, total, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (tag) DO UPDATE SET elsewhere = excluded.elsewhere, total = excluded.total, at = excluded.at`,
    news.tag,
    news.elsewhere,
    news.total,
    Date.parse(news.at),
  );
  database.run(
    `DELETE FROM shared_failure WHERE tag IN (
       SELECT tag FROM shared_failure ORDER BY at DESC, tag LIMIT -1 OFFSET ?)`,
    mostShared,
  );
}

/** Puts a login's count at this station down for the hub, in place of an earlier one; 0 says that they got in. */
export function putReport(database: WritableDatabase, report: FailureReport): void {
  database.run(
    `INSERT INTO failure_report (tag, failures, at) VALUES (?, ?, ?)
     ON CONFLICT (tag) DO UPDATE SET failures = excluded.failures, at = excluded.at`,
    report.tag,
    report.failures,
    report.at,
  );
  database.run(
    `DELETE FROM failure_report WHERE tag IN (
       SELECT tag FROM failure_report ORDER BY failures DESC, at DESC LIMIT -1 OFFSET ?)`,
    mostReports,
  );
}

/** Says that the person got in: only where this station or the hub knew of failures, so that sign-ins leave no trail. */
export function putSuccess(database: WritableDatabase, tag: string, failedHere: boolean, at: Date): void {
  const shared = database.run('DELETE FROM shared_failure WHERE tag = ?', tag).changes > 0;
  if (shared || failedHere) putReport(database, { tag, failures: 0, at: at.toISOString() });
}

/** What the hub has not heard of, oldest first. */
export function waitingReports(database: ReadableDatabase, limit: number): readonly FailureReport[] {
  return database.all<FailureReport>(
    'SELECT tag, failures, at FROM failure_report ORDER BY at LIMIT ?',
    limit,
  );
}

/** The hub has these; what changed meanwhile is still to be told. */
export function forgetReports(database: WritableDatabase, reports: readonly FailureReport[]): void {
  for (const { tag, failures, at } of reports)
    database.run('DELETE FROM failure_report WHERE tag = ? AND failures = ? AND at = ?', tag, failures, at);
}
