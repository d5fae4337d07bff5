import { randomBytes } from 'node:crypto';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';
import { personKeyLength } from './sealed-detail.ts';

/** The key under which everything personal about one person lies in the audit trail. */
export interface PersonKey {
  readonly number: number;
  readonly key: Uint8Array;
}

/** A person's key if they have one: nothing is made by looking. */
export function findPersonKey(database: ReadableDatabase, personId: string): PersonKey | null {
  return (
    database.get<PersonKey>('SELECT number, key FROM audit_person_key WHERE person_id = ?', personId) ?? null
  );
}

/** A person's key, made at first use. Read anew each time: what is remembered may have been rolled back. */
export function personKey(database: WritableDatabase, personId: string): PersonKey {
  const known = database.get<PersonKey>(
    'SELECT number, key FROM audit_person_key WHERE person_id = ?',
    personId,
  );
  if (known !== undefined) return known;
  const made = database.get<PersonKey>(
    'INSERT INTO audit_person_key (person_id, key) VALUES (?, ?) RETURNING number, key',
    personId,
    randomBytes(personKeyLength),
  );
  if (made === undefined) throw new Error('an inserted row is returned');
  return made;
}

/**
 * Erases a person's key with all that was sealed under it, and the marks by which their entries could be told to belong
 * together. Returns in how many places they were named; null when there was no key.
 */
export function erasePersonKey(database: WritableDatabase, personId: string): number | null {
  const row = database.get<{ number: number }>(
    'SELECT number FROM audit_person_key WHERE person_id = ?',
    personId,
  );
  if (row === undefined) return null;
  const asActor = database.run('UPDATE audit_entry SET actor_key = NULL WHERE actor_key = ?', row.number);
  const asSubject = database.run(
    'UPDATE audit_entry SET subject_key = NULL, subject_detail = NULL WHERE subject_key = ?',
    row.number,
  );
  database.run('DELETE FROM audit_person_key WHERE number = ?', row.number);
  return asActor.changes + asSubject.changes;
}
