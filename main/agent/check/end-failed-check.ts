import { randomUUID } from 'node:crypto';
import type { CheckFailure, CheckMethod, IdentityCheck } from '../../../preload/contract/models/identity.ts';
import type { CasePorts } from '../counter/case-desk.ts';
import { type CaseRecord, closeCase, saveCase } from '../counter/case-table.ts';
import type { AuditEntryInput } from '../ports.ts';
import { keepFailedCheck } from './failed-checks.ts';

/**
 * A check failed: the case ends, the trail says so and why (I8), and the person's next visit is met with it, here and,
 * once the hub has heard, at every counter. All in one transaction.
 */
export function endFailedCheck(
  ports: Pick<CasePorts, 'store' | 'audit' | 'identity' | 'sink' | 'staff'>,
  failed: {
    readonly record: CaseRecord;
    readonly actor: AuditEntryInput['actor'];
    readonly now: Date;
    readonly method: CheckMethod;
    readonly reasons: readonly CheckFailure[];
    /** Null where the operator broke it off before anything could be recorded. */
    readonly check: IdentityCheck | null;
  },
): void {
  const { record, actor, now, method, reasons, check } = failed;
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
    ports.audit.append(database, {
      kind: 'check-recorded',
      actor,
      subject: record.personId,
      facts: {
        case: record.id,
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
  ports.sink.emit('case', null);
}
