import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { CaseDesk, CasePorts } from '../counter/case-desk.ts';
import type { CaseRecord } from '../counter/case-table.ts';
import { failuresOf, judgeCheck, readyToRecord } from '../counter/judge-check.ts';
import { keepCase, noteCase } from '../counter/keep-case.ts';
import { allAcknowledged, checkRule } from './check-rule.ts';
import { endFailedCheck } from './end-failed-check.ts';

/**
 * Records what the operator saw of the documents. What differs ends the case and is remembered; what is only missing, or
 * over, is refused and the case stays (I1). Of the documents nothing stays but type, outcome, date and four characters (I7).
 */
export function recordDocuments(
  ports: CasePorts & { readonly desk: CaseDesk },
  { caseId, documents, prompts = [] }: InputOf<'counter.recordCheck'>,
): Result<CounterCase> {
  const { store, audit, desk } = ports;
  const found = desk.findChecking(caseId);
  if (!found.ok) return found;
  const { record, operator, now, policy } = found.value;
  const rule = checkRule(desk.profile(), record, policy);
  const failures = failuresOf(documents, policy);
  const check = judgeCheck(documents, policy.suspension.documents, now, policy.exemption.timeZone);
  const by = operator.id;
  const types = documents.map((one) => one.type).join(' ');
  if (failures.length > 0) {
    endFailedCheck(ports, { record, by, now, method: 'documents', reasons: failures, check });
    return refuse('case/check-failed');
  }
  const ready = readyToRecord(documents, policy, now);
  if (!ready.ok) {
    const { code } = ready.refusal;
    store.write((database) =>
      noteCase(database, audit, record, { kind: 'document-refused', by, facts: { documents: types, code } }),
    );
    return ready;
  }
  if (!allAcknowledged(rule.prompts, prompts)) return refuse('case/prompts-open');
  const acknowledged = rule.prompts.map(({ id }) => id);
  const kept: CaseRecord = {
    ...record,
    state: 'checked',
    check: acknowledged.length === 0 ? check : { ...check, prompts: acknowledged },
    command: null,
    preparedBy: null,
  };
  store.write((database) =>
    keepCase(database, audit, kept, {
      kind: 'check-recorded',
      by,
      facts: {
        outcome: check.outcome,
        documents: types,
        ...(acknowledged.length === 0 ? {} : { prompts: acknowledged.join(' ') }),
      },
      detail: Object.fromEntries(check.documents.map((one, index) => [`lastFour${index + 1}`, one.lastFour])),
    }),
  );
  const shown = desk.show(kept, policy);
  return shown.ok ? ok(shown.value) : shown;
}
