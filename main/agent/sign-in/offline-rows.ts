import { z } from 'zod';
import { role } from '../../../preload/contract/models/lab.ts';
import type { DirectoryPerson } from '../../directory/directory.ts';
import type { OfflinePolicy } from '../../exchange/lab-policy.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import { oldestAccepted } from './judge-offline.ts';

/** A row of `offline_verifier` (migration 0008). */
export interface OfflineRow {
  /** Digest of the login. */
  readonly subject: string;
  readonly personId: string;
  /** The person as JSON, exactly as it is bound to the verifier. */
  readonly person: string;
  /** Unix milliseconds of the directory's good answer. */
  readonly acceptedAt: number;
  readonly verifier: string;
}

const rememberedPerson = z.strictObject({
  id: z.string(),
  login: z.string(),
  displayName: z.string(),
  kana: z.string().nullable(),
  roles: z.array(role),
  groups: z.array(z.string()).nullable(),
});

/** What is remembered of a person, as text. */
export function writeRemembered(person: DirectoryPerson): string {
  const { id, login, displayName, kana, roles, groups } = person;
  return JSON.stringify({ id, login, displayName, kana: kana ?? null, roles, groups });
}

/** The person in {@link writeRemembered}'s text. */
export function readRemembered(text: string): DirectoryPerson {
  const { kana, ...person } = rememberedPerson.parse(JSON.parse(text));
  return { ...person, ...(kana === null ? {} : { kana }) };
}

export function readOfflineRow(database: ReadableDatabase, subject: string): OfflineRow | null {
  const row = database.get<{
    person_id: string;
    person: string;
    accepted_at: number;
    verifier: string;
  }>('SELECT * FROM offline_verifier WHERE subject = ?', subject);
  return row === undefined
    ? null
    : {
        subject,
        personId: row.person_id,
        person: row.person,
        acceptedAt: row.accepted_at,
        verifier: row.verifier,
      };
}

/** Writes a row in place of whatever was kept for its login or its person. */
export function writeOfflineRow(database: WritableDatabase, row: OfflineRow): void {
  database.run('DELETE FROM offline_verifier WHERE subject = ? OR person_id = ?', row.subject, row.personId);
  database.run(
    'INSERT INTO offline_verifier (subject, person_id, person, accepted_at, verifier) VALUES (?, ?, ?, ?, ?)',
    row.subject,
    row.personId,
    row.person,
    row.acceptedAt,
    row.verifier,
  );
}

export function deleteOfflineRow(database: WritableDatabase, subject: string): void {
  database.run('DELETE FROM offline_verifier WHERE subject = ?', subject);
}

/** Every person of whom something is kept, and since when. */
export function offlinePeople(
  database: ReadableDatabase,
): readonly { readonly subject: string; readonly personId: string; readonly acceptedAt: number }[] {
  return database
    .all<{ subject: string; person_id: string; accepted_at: number }>(
      'SELECT subject, person_id, accepted_at FROM offline_verifier',
    )
    .map((row) => ({ subject: row.subject, personId: row.person_id, acceptedAt: row.accepted_at }));
}

/** Drops what the policy no longer permits: all of it without one, what is too old, and beyond the number the oldest. */
export function pruneOfflineRows(
  database: WritableDatabase,
  offline: OfflinePolicy | null,
  nowMs: number,
): void {
  if (offline === null) {
    database.run('DELETE FROM offline_verifier');
    return;
  }
  database.run('DELETE FROM offline_verifier WHERE accepted_at <= ?', oldestAccepted(offline, nowMs));
  database.run(
    `DELETE FROM offline_verifier WHERE subject IN (
       SELECT subject FROM offline_verifier ORDER BY accepted_at DESC, subject LIMIT -1 OFFSET ?)`,
    offline.maximumPeople,
  );
}
