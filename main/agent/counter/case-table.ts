import { z } from 'zod';
import { identityCheck, visitReason } from '../../../preload/contract/models/counter.ts';
import { suspendCommand } from '../../exchange/command.ts';
import type { ReadableDatabase, WritableDatabase } from '../ports.ts';

const caseRecord = z.strictObject({
  id: z.uuid(),
  personId: z.string(),
  reason: visitReason,
  state: z.enum(['opened', 'checked', 'decided', 'signed']),
  openedAt: z.string(),
  openedBy: z.string(),
  check: identityCheck.nullable(),
  command: suspendCommand.nullable(),
});

/** A case as it lies in the store. At most one is open at a station; a draft survives a crash. */
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
}

/** The open case, or null. */
export function openCase(database: ReadableDatabase): CaseRecord | null {
  const row = database.get<Row>(`SELECT * FROM counter_case WHERE state <> 'closed'`);
  if (row === undefined) return null;
  return caseRecord.parse({
    id: row.id,
    personId: row.person_id,
    reason: row.reason,
    state: row.state,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    check: row.identity_check === null ? null : JSON.parse(row.identity_check),
    command: row.command === null ? null : JSON.parse(row.command),
  });
}

/** Writes a case as it now is. */
export function saveCase(database: WritableDatabase, record: CaseRecord): void {
  database.run(
    `INSERT INTO counter_case (id, person_id, reason, state, opened_at, opened_by, identity_check, command)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, identity_check = excluded.identity_check,
       command = excluded.command`,
    record.id,
    record.personId,
    record.reason,
    record.state,
    record.openedAt,
    record.openedBy,
    record.check === null ? null : JSON.stringify(record.check),
    record.command === null ? null : JSON.stringify(record.command),
  );
}

/** Closes a case. */
export function closeCase(database: WritableDatabase, id: string): void {
  database.run(`UPDATE counter_case SET state = 'closed' WHERE id = ?`, id);
}
