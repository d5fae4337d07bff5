import { localizedText } from '../../../preload/contract/models/base.ts';
import { role } from '../../../preload/contract/models/lab.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { SqlValue, WritableDatabase } from '../ports.ts';

/** A row of the table `person` (migrations 0004 and 0013). */
export interface PersonRow {
  readonly row: number;
  readonly id: string;
  readonly number: string;
  readonly login: string;
  readonly name: string;
  readonly kana: string;
  readonly romaji: string;
  readonly role: string;
  readonly affiliation: string;
}

/** What a change did to the table. */
export interface RowChange {
  readonly row: number;
  /** How many people the table gained or lost. */
  readonly difference: -1 | 0 | 1;
}

/** The person in a row. */
export function readPerson(row: PersonRow): PersonSummary {
  const { id, number, login, name, kana, romaji } = row;
  return {
    id,
    number,
    login,
    name,
    kana,
    romaji,
    role: role.parse(row.role),
    affiliation: localizedText.parse(JSON.parse(row.affiliation)),
  };
}

/** Writes a person. */
export function upsertPerson(database: WritableDatabase, person: PersonSummary): RowChange {
  const { id, number, login, name, kana, romaji } = person;
  const values: readonly SqlValue[] = [
    number,
    login,
    name,
    kana,
    romaji,
    person.role,
    JSON.stringify(person.affiliation),
    id,
  ];
  // Most of an import are people who are new.
  const inserted = database.run(
    `INSERT INTO person (number, login, name, kana, romaji, role, affiliation, id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    ...values,
  );
  if (inserted.changes === 1) return { row: inserted.row, difference: 1 };
  const updated = database.get<{ row: number }>(
    `UPDATE person SET number = ?, login = ?, name = ?, kana = ?, romaji = ?, role = ?, affiliation = ?
     WHERE id = ? RETURNING row`,
    ...values,
  );
  if (updated === undefined) throw new Error('the person is neither new nor known');
  return { row: updated.row, difference: 0 };
}

/** Removes a person and what was known of their factors; null when nobody has this id. */
export function removePerson(database: WritableDatabase, id: string): RowChange | null {
  const removed = database.get<{ row: number }>('DELETE FROM person WHERE id = ? RETURNING row', id);
  if (removed === undefined) return null;
  database.run('DELETE FROM person_factors WHERE person_id = ?', id);
  database.run('DELETE FROM person_particulars WHERE person_id = ?', id);
  return { row: removed.row, difference: -1 };
}
