import { z } from 'zod';
import { identityCheck } from '../../../preload/contract/models/identity.ts';
import { operatorAssertion } from '../../../preload/contract/models/staff.ts';
import { visitReason } from '../../../preload/contract/models/visit.ts';
import { caseCommand } from '../../exchange/command.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

/** What was answered in a case's triage, and which urgent steps were acknowledged. */
export const givenTriage = z.strictObject({
  answers: z
    .array(
      z.strictObject({ questionId: z.string(), optionId: z.string(), by: z.enum(['factors', 'operator']) }),
    )
    .max(50),
  acknowledged: z.array(z.string()).max(50),
});
export type GivenTriage = z.infer<typeof givenTriage>;

const caseRecord = z.strictObject({
  id: z.uuid(),
  personId: z.string(),
  reason: visitReason,
  /** `approving` and `waiting` were signed once; `waiting` was left for a second operator and is not on the desk. */
  state: z.enum(['opened', 'checked', 'decided', 'approving', 'waiting', 'signed']),
  openedAt: z.string(),
  openedBy: z.string(),
  check: identityCheck.nullable(),
  command: caseCommand.nullable(),
  triage: givenTriage,
  /** Who was signed in when the command was prepared. */
  preparedBy: z.string().nullable(),
  /** The first operator's signature, while a second one is waited for. */
  signature: operatorAssertion.nullable(),
});

/** A case as it lies in the store. At most one is on the desk of a station; a draft survives a crash. */
export type CaseRecord = z.infer<typeof caseRecord>;

interface Row {
  readonly id: string;
  readonly person_id: string;
  readonly reason: string;
  readonly state: string;
  readonly opened_at: string;
  readonly opened_by: string;
  readonly identity_check: string | null;
  readonly command: string | null;
  readonly triage: string;
  readonly prepared_by: string | null;
  readonly signature: string | null;
}

/** The case on the desk, or null. */
export function openCase(database: ReadableDatabase): CaseRecord | null {
  const row = database.get<Row>(
    `SELECT * FROM counter_case WHERE state NOT IN ('closed', 'waiting') AND parked_at IS NULL`,
  );
  return row === undefined ? null : parseRow(row);
}

/** Cases that were left for a second operator, the oldest first. */
export function waitingCases(database: ReadableDatabase): CaseRecord[] {
  return database
    .all<Row>(`SELECT * FROM counter_case WHERE state = 'waiting' ORDER BY opened_at, id`)
    .map(parseRow);
}

/** Cases that lie aside until somebody has been called back, the oldest first. */
export function parkedCases(database: ReadableDatabase): (CaseRecord & { readonly parkedAt: string })[] {
  return database
    .all<Row & { parked_at: string }>(
      `SELECT * FROM counter_case WHERE parked_at IS NOT NULL AND state NOT IN ('closed', 'waiting')
       ORDER BY parked_at, id`,
    )
    .map((row) => ({ ...parseRow(row), parkedAt: row.parked_at }));
}

/** Lays a case aside, or with null back on the desk. */
export function parkCase(database: WritableDatabase, id: string, at: string | null): void {
  database.run('UPDATE counter_case SET parked_at = ? WHERE id = ?', at, id);
}

/** Writes a case as it now is. */
export function saveCase(database: WritableDatabase, record: CaseRecord): void {
  database.run(
    `INSERT INTO counter_case (id, person_id, reason, state, opened_at, opened_by, identity_check, command, triage,
       prepared_by, signature)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, identity_check = excluded.identity_check,
       command = excluded.command, triage = excluded.triage, prepared_by = excluded.prepared_by,
       signature = excluded.signature`,
    record.id,
    record.personId,
    record.reason,
    record.state,
    record.openedAt,
    record.openedBy,
    toText(record.check),
    toText(record.command),
    JSON.stringify(record.triage),
    record.preparedBy,
    toText(record.signature),
  );
}

/** Whether the command bears a signature: what it says can no longer be changed. */
export function isSigned({ state }: CaseRecord): boolean {
  return state === 'approving' || state === 'waiting' || state === 'signed';
}

/** Closes a case. */
export function closeCase(database: WritableDatabase, id: string): void {
  database.run(`UPDATE counter_case SET state = 'closed' WHERE id = ?`, id);
}

function parseRow(row: Row): CaseRecord {
  return caseRecord.parse({
    id: row.id,
    personId: row.person_id,
    reason: row.reason,
    state: row.state,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    check: fromText(row.identity_check),
    command: fromText(row.command),
    triage: JSON.parse(row.triage),
    preparedBy: row.prepared_by,
    signature: fromText(row.signature),
  });
}

function toText(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function fromText(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
