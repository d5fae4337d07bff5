import { localizedText } from '../../../preload/contract/models/base.ts';
import { role } from '../../../preload/contract/models/lab.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { SqlValue, WritableDatabase } from '../ports.ts';
import { searchTerms } from './terms.ts';

/** A row of the table `person` (migration 0004). */
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
  readonly terms: string;
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

/**
 * The terms that a row was written with. Kept beside the person, so that a later version of this program, which may make
 * other terms, still removes exactly what is there. Each stands between line breaks, which no term contains.
 */
export function readTerms(column: string): readonly string[] {
  return column.split('\n').filter((term) => term !== '');
}

/** Writes a person and their terms. Returns how many people the table gained. */
export function upsertPerson(database: WritableDatabase, person: PersonSummary): number {
  const terms = searchTerms(person);
  const values = [
    person.number,
    person.login,
    person.name,
    person.kana,
    person.romaji,
    person.role,
    JSON.stringify(person.affiliation),
    `\n${terms.join('\n')}\n`,
  ];
  const known = findTerms(database, person.id);
  const row = known === undefined ? insert(database, person.id, values) : known.row;
  if (known !== undefined) update(database, row, values);
  changeTerms(database, row, known?.terms ?? [], terms);
  return known === undefined ? 1 : 0;
}

/** Removes a person and their terms. Returns how many people the table lost. */
export function removePerson(database: WritableDatabase, id: string): number {
  const known = findTerms(database, id);
  if (known === undefined) return 0;
  changeTerms(database, known.row, known.terms, []);
  database.run('DELETE FROM person WHERE row = ?', known.row);
  database.run('DELETE FROM person_factors WHERE person_id = ?', id);
  return 1;
}

function findTerms(database: WritableDatabase, id: string) {
  const found = database.get<{ row: number; terms: string }>(
    'SELECT row, terms FROM person WHERE id = ?',
    id,
  );
  return found === undefined ? undefined : { row: found.row, terms: readTerms(found.terms) };
}

function insert(database: WritableDatabase, id: string, values: readonly SqlValue[]): number {
  database.run(
    `INSERT INTO person (id, number, login, name, kana, romaji, role, affiliation, terms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    ...values,
  );
  const inserted = findTerms(database, id);
  if (inserted === undefined) throw new Error('the inserted person has no row');
  return inserted.row;
}

function update(database: WritableDatabase, row: number, values: readonly SqlValue[]): void {
  database.run(
    `UPDATE person SET number = ?, login = ?, name = ?, kana = ?, romaji = ?, role = ?, affiliation = ?, terms = ?
     WHERE row = ?`,
    ...values,
    row,
  );
}

function changeTerms(
  database: WritableDatabase,
  row: number,
  before: readonly string[],
  after: readonly string[],
): void {
  const had = new Set(before);
  const has = new Set(after);
  const dropped = before.filter((term) => !has.has(term));
  const added = after.filter((term) => !had.has(term));
  if (dropped.length > 0) {
    database.run(
      'DELETE FROM term WHERE person_row = ? AND key IN (SELECT value FROM json_each(?))',
      row,
      JSON.stringify(dropped),
    );
  }
  if (added.length > 0) {
    database.run(
      'INSERT INTO term (key, person_row) SELECT value, ? FROM json_each(?)',
      row,
      JSON.stringify(added),
    );
  }
}
