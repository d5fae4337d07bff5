import type { AuditEntryInput, AuditTrail, WritableDatabase } from '../ports.ts';
import { createRepeatFilter } from './repeat-filter.ts';

const repeatsEveryMs = 60_000;

/** What the audit trail keeps of a sign-in that failed: never what was typed (I7). `subject` only where it is verified. */
export interface FailureRecords {
  recordFailure(database: WritableDatabase, facts: AuditEntryInput['facts'], subject?: string): void;
  /** For refusals that don't count: equal ones are recorded once a minute, or they could fill the disk. */
  recordCheapFailure(database: WritableDatabase, facts: AuditEntryInput['facts'], subject?: string): void;
}

export function createFailureRecords(audit: AuditTrail, monotonicMs: () => number): FailureRecords {
  const repeats = createRepeatFilter(repeatsEveryMs, monotonicMs);
  const recordFailure: FailureRecords['recordFailure'] = (database, facts, subject) =>
    audit.append(database, {
      kind: 'lab-sign-in-failed',
      actor: { type: 'visitor', id: null },
      subject: subject ?? null,
      facts,
      detail: null,
    });
  return {
    recordFailure,
    recordCheapFailure(database, facts, subject) {
      const repeated = repeats.admit(JSON.stringify([facts, subject ?? null]));
      if (repeated !== null) recordFailure(database, { ...facts, repeated }, subject);
    },
  };
}
