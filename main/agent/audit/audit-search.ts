import type { AuditSelection } from '../../../preload/contract/models/audit.ts';
import type { ReadableDatabase, SqlValue } from '../ports.ts';

/** An entry that was found, with the person whom it is about as long as their key is there. */
export interface FoundEntry {
  readonly sequence: number;
  readonly hash: string;
  readonly entry: string;
  readonly personId: string | null;
}

/** Nothing in particular: everything. */
export const everything: AuditSelection = {
  person: null,
  operator: null,
  reference: null,
  from: null,
  to: null,
};

/** Whether a selection leaves nothing out. */
export function isEverything(selection: AuditSelection): boolean {
  return Object.values(selection).every((one) => one === null);
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The last ten hexadecimal digits of the ids that bear a reference: see `commandReference`. */
export function idEndingOf(reference: string): string {
  const bits = [...reference.replace('-', '')].reduce(
    (value, letter) => (value << 5n) | BigInt(alphabet.indexOf(letter)),
    0n,
  );
  return bits.toString(16).padStart(10, '0');
}

interface Where {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * What a selection means of the trail: nothing that was sealed is opened. Entries of a person are found by their key's
 * number, so nobody is found any more once that key was erased; those of a reference are its command's and its case's.
 */
export function whereOf(database: ReadableDatabase, selection: AuditSelection): Where {
  const parts: Where[] = [];
  const { person, operator, reference, from, to } = selection;
  if (person !== null) {
    const key = database.get<{ number: number }>(
      'SELECT number FROM audit_person_key WHERE person_id = ?',
      person,
    );
    const number = key?.number ?? -1;
    parts.push({ sql: '(subject_key = ? OR actor_key = ?)', values: [number, number] });
  }
  if (operator !== null) parts.push({ sql: `json_extract(entry, '$.actor.id') = ?`, values: [operator] });
  if (from !== null) parts.push({ sql: `json_extract(entry, '$.at') >= ?`, values: [from] });
  if (to !== null) parts.push({ sql: `json_extract(entry, '$.at') < ?`, values: [to] });
  if (reference !== null) parts.push(referenceWhere(database, reference));
  return {
    sql: ['TRUE', ...parts.map((part) => part.sql)].join(' AND '),
    values: parts.flatMap((part) => part.values),
  };
}

function referenceWhere(database: ReadableDatabase, reference: string): Where {
  const ending = idEndingOf(reference);
  const commands = database.all<{ command: string; caseId: string | null }>(
    `SELECT DISTINCT json_extract(entry, '$.facts.command') AS command, json_extract(entry, '$.facts.case') AS caseId
     FROM audit_entry WHERE substr(json_extract(entry, '$.facts.command'), -10) = ? LIMIT 100`,
    ending,
  );
  const ids = [...new Set(commands.map(({ command }) => command))];
  const cases = [...new Set(commands.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])))];
  return {
    sql: `(json_extract(entry, '$.facts.command') IN (SELECT value FROM json_each(?))
      OR json_extract(entry, '$.facts.case') IN (SELECT value FROM json_each(?)))`,
    values: [JSON.stringify(ids), JSON.stringify(cases)],
  };
}

/** Entries that match, the newest first, at most `limit`; only those before `before`. */
export function searchAudit(
  database: ReadableDatabase,
  selection: AuditSelection,
  before: number | null,
  limit: number,
): FoundEntry[] {
  const where = whereOf(database, selection);
  return database.all<FoundEntry>(
    `SELECT sequence, hash, entry, audit_person_key.person_id AS personId FROM audit_entry
     LEFT JOIN audit_person_key ON audit_person_key.number = subject_key
     WHERE ${where.sql} AND sequence < ? ORDER BY sequence DESC LIMIT ?`,
    ...where.values,
    before ?? Number.MAX_SAFE_INTEGER,
    limit,
  );
}

/** Entries that match in `(after, through]`, the oldest first, at most `limit`. */
export function readForExport(
  database: ReadableDatabase,
  selection: AuditSelection,
  span: { readonly after: number; readonly through: number; readonly limit: number },
): Omit<FoundEntry, 'personId'>[] {
  const where = whereOf(database, selection);
  return database.all(
    `SELECT sequence, hash, entry FROM audit_entry
     WHERE ${where.sql} AND sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?`,
    ...where.values,
    span.after,
    span.through,
    span.limit,
  );
}
