import type { StoreInspection } from '../store/encrypted-database.ts';
import type { StoredAuditEntry } from './verify-audit-chain.ts';

/** Every entry of the store's chain in order, one at a time, with the persons whom it names. */
export function auditRows(store: Pick<StoreInspection, 'rows'>): IterableIterator<StoredAuditEntry> {
  return store.rows<StoredAuditEntry>(
    `SELECT sequence, entry, hash,
       actor.key AS actorKey, actor.person_id AS actorId,
       subject.key AS subjectKey, subject.person_id AS subjectId, subject_detail AS subjectDetail
     FROM audit_entry
     LEFT JOIN audit_person_key AS actor ON actor.number = actor_key
     LEFT JOIN audit_person_key AS subject ON subject.number = subject_key
     ORDER BY sequence`,
  );
}
