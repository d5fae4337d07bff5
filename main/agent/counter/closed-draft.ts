import type { CaseRecord } from './case-table.ts';

/**
 * The draft that was closed last, for the operator who closed it, until they open another case. It lies in memory only:
 * nobody else's hands, no later sign-in and no restart bring it back. It gets no older than it would on the desk, where
 * the sign-in's own end is its limit.
 */
export interface ClosedDraft {
  note(record: CaseRecord, operator: string, signedInAt: string): void;
  /** The draft of that id as it was, while it may be taken back; null otherwise. */
  of(caseId: string, operator: string, signedInAt: string): CaseRecord | null;
  forget(): void;
}

export function createClosedDraft(): ClosedDraft {
  let closed: { readonly record: CaseRecord; readonly operator: string; readonly signedInAt: string } | null =
    null;
  return {
    note(record, operator, signedInAt) {
      closed = { record, operator, signedInAt };
    },
    of(caseId, operator, signedInAt) {
      if (closed === null || closed.record.id !== caseId) return null;
      return closed.operator === operator && closed.signedInAt === signedInAt ? closed.record : null;
    },
    forget() {
      closed = null;
    },
  };
}
