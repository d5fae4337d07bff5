import { randomUUID } from 'node:crypto';
import type { CheckFailure, CheckMethod, IdentityCheck } from '../../../preload/contract/models/identity.ts';
import type { CaseDesk, CasePorts } from '../counter/case-desk.ts';
import { type CaseRecord, closeCase, saveCase } from '../counter/case-table.ts';
import { noteCase } from '../counter/keep-case.ts';
import { keepFailedCheck } from './failed-checks.ts';

/**
 * A check failed: the case ends, the trail says so and why (I8), and the person's next visit is met with it, here and,
 * once the hub has heard, at every counter. All in one transaction.
 */
export function endFailedCheck(
  ports: Pick<CasePorts, 'store' | 'audit' | 'identity' | 'sink' | 'staff'> & {
    readonly desk: Pick<CaseDesk, 'leavePage'>;
  },
  failed: {
    readonly record: CaseRecord;
    /** The operator. */
    readonly by: string;
    readonly now: Date;
    readonly method: CheckMethod;
    readonly reasons: readonly CheckFailure[];
    /** Null where the operator broke it off before anything could be recorded. */
    readonly check: IdentityCheck | null;
  },
): void {
  const { record, by, now, method, reasons, check } = failed;
  const station = ports.identity.enrolment()?.station;
  const documents = check?.documents ?? [];
  ports.store.write((database) => {
    if (check !== null) saveCase(database, { ...record, check, command: null, preparedBy: null });
    closeCase(database, record.id);
    keepFailedCheck(database, {
      id: randomUUID(),
      person: record.personId,
      at: now.toISOString(),
      station: station?.id ?? 'unknown',
      counter: station?.label ?? { ja: '—', en: '—' },
      method,
      reasons,
    });
    noteCase(database, ports.audit, record, {
      kind: 'check-recorded',
      by,
      facts: {
        outcome: 'failed',
        method,
        documents: documents.map((one) => one.type).join(' '),
        reasons: reasons.join(' '),
      },
      detail:
        documents.length === 0
          ? null
          : Object.fromEntries(documents.map((one, index) => [`lastFour${index + 1}`, one.lastFour])),
    });
  });
  ports.desk.leavePage(record.id);
  ports.sink.emit('case', null);
}
