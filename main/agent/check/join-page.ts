import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CheckView } from '../../../preload/contract/models/check.ts';
import { waitingReference } from '../../../preload/contract/models/check.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { joinPageResponse } from '../../exchange/waiting-page.ts';
import type { CaseDesk, CasePorts } from '../counter/case-desk.ts';
import { type CaseRecord, saveCase } from '../counter/case-table.ts';
import { noteCase } from '../counter/keep-case.ts';
import type { HubClient } from '../hub-link/hub-client.ts';
import { callerPageOf, keepCallerPage } from './call-back.ts';
import { checkRule, needsPage } from './check-rule.ts';
import { viewCheck } from './check-view.ts';

/**
 * Joins the waiting page whose reference the caller read out. A call that was recorded for another page is taken back: who
 * answered it spoke of that one.
 */
export async function joinPage(
  ports: CasePorts & { readonly desk: CaseDesk; readonly client: Pick<HubClient, 'ask'> },
  { caseId, reference: typed }: InputOf<'check.page'>,
): Promise<Result<CheckView>> {
  const { store, audit, desk, client } = ports;
  const mayJoin = () => {
    const found = desk.findChecking(caseId);
    if (!found.ok) return found;
    const rule = checkRule(desk.profile(), found.value.record, found.value.policy);
    return rule.methods.includes('phone') && needsPage(rule) ? found : refuse('case/phone-not-allowed');
  };
  const before = mayJoin();
  if (!before.ok) return before;
  const reference = readReference(typed);
  if (reference === null) return refuse('waiting/none');
  const joined = await client.ask('/v1/waiting/join', { reference, case: caseId }, joinPageResponse);
  if (!joined.ok) return joined;
  // Asked anew: while the hub was asked, the case may have been closed, or signed for.
  const found = mayJoin();
  if (!found.ok) return found;
  const { record, operator, policy } = found.value;
  if (callerPageOf(store.read, caseId)?.reference === reference) return viewCheck(ports, record, found.value);
  const kept: CaseRecord =
    record.check?.phone === undefined
      ? record
      : { ...record, state: 'opened', check: null, command: null, preparedBy: null };
  store.write((database) => {
    keepCallerPage(database, caseId, { reference, ...joined.value });
    saveCase(database, kept);
    noteCase(database, audit, kept, {
      kind: 'waiting-page-joined',
      by: operator.id,
      facts: { page: reference },
    });
  });
  desk.show(kept, policy);
  const view = viewCheck(ports, kept, found.value);
  return view.ok ? ok(view.value) : view;
}

/** A reference as somebody types what they hear: in any width and case, with or without its hyphen. Null for none. */
export function readReference(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const parsed = waitingReference.safeParse(`${letters.slice(0, 4)}-${letters.slice(4)}`);
  return parsed.success ? parsed.data : null;
}
