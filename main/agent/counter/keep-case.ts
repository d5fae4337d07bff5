import type { AuditEntryInput, AuditTrail, WritableDatabase } from '../ports.ts';
import { type CaseRecord, saveCase } from './case-table.ts';

/** What the trail says of one step of a case, beside whose case it is. */
export interface CaseEntry extends Pick<AuditEntryInput, 'kind'> {
  /** The operator who took it; null where the station did. */
  readonly by: string | null;
  readonly facts?: AuditEntryInput['facts'];
  readonly detail?: AuditEntryInput['detail'];
}

/** Writes a case as it now is and the step that led there: in the caller's transaction, so both or neither (I8). */
export function keepCase(
  database: WritableDatabase,
  audit: Pick<AuditTrail, 'append'>,
  record: CaseRecord,
  entry: CaseEntry,
): void {
  saveCase(database, record);
  noteCase(database, audit, record, entry);
}

/** The entry alone, for a step that leaves the case itself as it is or writes something else of it. */
export function noteCase(
  database: WritableDatabase,
  audit: Pick<AuditTrail, 'append'>,
  { id, personId }: Pick<CaseRecord, 'id' | 'personId'>,
  { kind, by, facts = {}, detail = null }: CaseEntry,
): void {
  audit.append(database, {
    kind,
    actor: by === null ? { type: 'station', id: null } : { type: 'operator', id: by },
    subject: personId,
    facts: { case: id, ...facts },
    detail,
  });
}
