import { z } from 'zod';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import { operatorAssertion } from '../../../preload/contract/models/staff.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

const ids = z.array(z.string());

/** What was handed over, by ids: who takes it signs the digest of exactly this. */
export const handOverContent = z.strictObject({
  v: z.literal(1),
  id: z.uuid(),
  institution: z.string(),
  station: z.string(),
  by: z.string(),
  at: z.string(),
  drafts: ids,
  approvals: ids,
  calls: ids,
  unsent: ids,
  reviews: ids,
});
export type HandOverContent = z.infer<typeof handOverContent>;

export interface HandOver {
  readonly content: HandOverContent;
  readonly takenBy: string | null;
  readonly takenAt: string | null;
  readonly assertion: OperatorAssertion | null;
}

interface Row {
  readonly content: string;
  readonly taken_by: string | null;
  readonly taken_at: string | null;
  readonly assertion: string | null;
}

const columns = 'content, taken_by, taken_at, assertion';

/** The one that was given and neither taken nor withdrawn; null for none. */
export function openHandOver(database: ReadableDatabase): HandOver | null {
  const row = database.get<Row>(
    `SELECT ${columns} FROM shift_hand_over WHERE taken_at IS NULL AND withdrawn_at IS NULL
     ORDER BY given_at DESC LIMIT 1`,
  );
  return row === undefined ? null : parse(row);
}

/** The one that was taken last; null for none. */
export function lastTaken(database: ReadableDatabase): HandOver | null {
  const row = database.get<Row>(
    `SELECT ${columns} FROM shift_hand_over WHERE taken_at IS NOT NULL ORDER BY taken_at DESC LIMIT 1`,
  );
  return row === undefined ? null : parse(row);
}

/** Writes a new one; those before it that nobody took are withdrawn. */
export function giveHandOver(database: WritableDatabase, content: HandOverContent): void {
  database.run(
    'UPDATE shift_hand_over SET withdrawn_at = ? WHERE taken_at IS NULL AND withdrawn_at IS NULL',
    content.at,
  );
  database.run(
    'INSERT INTO shift_hand_over (id, content, given_by, given_at) VALUES (?, ?, ?, ?)',
    content.id,
    JSON.stringify(content),
    content.by,
    content.at,
  );
}

export function withdrawHandOver(database: WritableDatabase, id: string, at: string): void {
  database.run('UPDATE shift_hand_over SET withdrawn_at = ? WHERE id = ? AND taken_at IS NULL', at, id);
}

/** Keeps who took it, with the signature that proves it. */
export function takeHandOver(
  database: WritableDatabase,
  id: string,
  taken: { readonly by: string; readonly at: string; readonly assertion: OperatorAssertion },
): void {
  database.run(
    'UPDATE shift_hand_over SET taken_by = ?, taken_at = ?, assertion = ? WHERE id = ?',
    taken.by,
    taken.at,
    JSON.stringify(taken.assertion),
    id,
  );
}

function parse(row: Row): HandOver {
  return {
    content: handOverContent.parse(JSON.parse(row.content)),
    takenBy: row.taken_by,
    takenAt: row.taken_at,
    assertion: row.assertion === null ? null : operatorAssertion.parse(JSON.parse(row.assertion)),
  };
}
