import { assertNever, ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ActWish } from '../../../preload/contract/models/acts.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { CaseCommand } from '../../exchange/command.ts';
import { checkCommandLimits } from '../../exchange/command-limits.ts';
import { newCommandId } from '../../exchange/new-command-id.ts';
import { keepCallerPage } from '../check/call-back.ts';
import type { CaseContext, CaseDesk, CasePorts } from '../counter/case-desk.ts';
import { type CaseRecord, isSigned } from '../counter/case-table.ts';
import { keepCase } from '../counter/keep-case.ts';
import { lastKnownFactors } from '../counter/person-factors.ts';
import { findCommand } from '../suspension/command-views.ts';
import { mayDecideAgain } from './decide-again.ts';
import type { IssueDesk } from './issue-desk.ts';
import { requestDue } from './request-due.ts';

export interface ActDesk {
  /** Decides any of what the case offers; the command is then read and signed. */
  decide(input: InputOf<'counter.decide'>): Result<CounterCase>;
  /** Takes a signed case back to its decision, where what was signed came back. */
  again(input: InputOf<'counter.again'>): Result<CounterCase>;
  proveCode(input: InputOf<'counter.proveCode'>): Result<CounterCase>;
}

type Body = Pick<CaseCommand, 'v' | 'id' | 'institution' | 'station' | 'operator' | 'person'> &
  Pick<CaseCommand, 'issuedAt' | 'policyVersion' | 'reason' | 'caseId' | 'check'>;

/** What is decided beside a suspension's end: one decision of a case, on its check, within the same limits (I1, I10). */
export function createActDesk(
  ports: CasePorts & { readonly desk: CaseDesk; readonly issues: IssueDesk },
): ActDesk {
  const { store, audit, staff, desk, issues } = ports;

  /** The command for a wish, as long as what it rests on is known here. */
  function commandOf(body: Body, act: ActWish, context: CaseContext): Result<CaseCommand> {
    switch (act.kind) {
      case 'suspend': {
        const extension = act.extends === undefined ? ok(null) : extensible(body, act.extends, act.until);
        if (!extension.ok) return extension;
        const goingOn = act.extends === undefined ? {} : { extends: act.extends };
        return ok({ ...body, kind: 'suspend', until: act.until, ...goingOn });
      }
      case 'reset-factors': {
        const known = lastKnownFactors(store.read, body.person).factors;
        const factors = act.factorIds.flatMap((wanted) =>
          known.flatMap(({ id, kind, label, registeredAt, counts }) =>
            id === wanted && counts ? [{ id, kind, label, registeredAt: registeredAt ?? null }] : [],
          ),
        );
        if (factors.length !== new Set(act.factorIds).size || factors.length !== act.factorIds.length)
          return refuse('reset/factors-unknown');
        return ok({ ...body, kind: 'reset-factors', factors });
      }
      case 'new-totp':
      case 'temporary-code': {
        const online = issues.online();
        if (!online.ok) return online;
        // A caller sees nothing of this screen: what is issued for them appears on their own page.
        const { phone } = body.check;
        if (act.kind === 'new-totp' && phone !== undefined && phone.page === undefined)
          return refuse('case/no-waiting-page');
        const answerKey = issues.prepare(body.id);
        if (act.kind === 'new-totp') return ok({ ...body, kind: 'new-totp', answerKey });
        const lengths = desk.profile()?.temporaryCode?.presetsMinutes ?? [];
        if (!lengths.includes(act.minutes)) return refuse('call/bad-input');
        return ok({ ...body, kind: 'temporary-code', minutes: act.minutes, answerKey });
      }
      case 'request': {
        const profile = desk.profile();
        const offered = profile?.operations.find(({ id }) => id === act.operation);
        if (profile === null || offered === undefined) return refuse('case/not-offered');
        const { exemption } = context.policy;
        const due = requestDue(context.now, offered.days, { exemption, closures: profile.closures });
        return ok({
          ...body,
          kind: 'request',
          operation: act.operation,
          dueBy: due?.toISOString() ?? null,
        });
      }
      default:
        return assertNever(act);
    }
  }

  function extensible(body: Body, id: string, until: string): Result<null> {
    const open = ports.outbox.openFor(body.person).find((one) => one.id === id);
    if (open?.kind !== 'suspend' || open.until === null || open.until <= body.issuedAt)
      return refuse('case/nothing-to-extend');
    return until > open.until ? ok(null) : refuse('case/extends-shorter');
  }

  return {
    decide({ caseId, act, signer: signerId }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const { operator, now, policy } = context.value;
      const found = desk.findForOther(caseId, operator);
      if (!found.ok) return found;
      const signer = staff.signer(signerId);
      if (!signer.ok) return signer;
      const { check, personId, reason } = found.value;
      if (signer.value.person === personId) return refuse('case/own-account');
      if (isSigned(found.value)) return refuse('case/none');
      const may = desk.mayDo(found.value, act);
      if (!may.ok) return may;
      if (check === null) return refuse('case/no-check');
      const enrolment = ports.identity.enrolment();
      if (enrolment === null) return refuse('station/not-enrolled');
      const body: Body = {
        v: 1,
        id: newCommandId(now),
        institution: enrolment.institution.id,
        station: enrolment.station.id,
        operator: signer.value.id,
        person: personId,
        issuedAt: now.toISOString(),
        policyVersion: policy.version,
        reason,
        caseId,
        check,
      };
      const command = commandOf(body, act, context.value);
      if (!command.ok) return command;
      const within = checkCommandLimits(command.value, policy, {
        now,
        openWithinWindow: 0,
        role: ports.people.get(personId)?.role ?? 'guest',
        // Asked for once this is signed.
        approved: true,
      });
      if (!within.ok) return within;
      const record: CaseRecord = {
        ...found.value,
        state: 'decided',
        command: command.value,
        preparedBy: operator.id,
      };
      store.write((database) =>
        keepCase(database, audit, record, {
          kind: 'case-decided',
          by: operator.id,
          facts: { command: command.value.id, act: act.kind },
          detail: act.kind === 'suspend' ? { until: act.until } : null,
        }),
      );
      return desk.show(record, policy);
    },

    again({ caseId }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const { operator, policy } = context.value;
      const found = desk.findForOther(caseId, operator);
      if (!found.ok) return found;
      const { command, state } = found.value;
      if (command === null || issues.busy(command.id)) return refuse('command/not-repeatable');
      // A caller's page shows one thing only: for another they open a new one, and it is theirs once they were called again.
      const anew = command.kind === 'new-totp' && command.check.phone?.page !== undefined;
      const may =
        state === 'signed'
          ? mayDecideAgain(command, findCommand(ports, command.id))
          : // Signed once for a page that may be closed by now: nothing was sent, and another page is another command.
            state === 'approving' && anew;
      if (!may) return refuse('command/not-repeatable');
      if (state === 'approving') desk.leavePage(caseId);
      const record: CaseRecord = {
        ...found.value,
        state: anew ? 'opened' : 'checked',
        check: anew ? null : found.value.check,
        command: null,
        preparedBy: null,
        signature: null,
      };
      const facts = { command: command.id };
      store.write((database) => {
        if (anew) keepCallerPage(database, caseId, null);
        keepCase(database, audit, record, { kind: 'case-reopened', by: operator.id, facts });
      });
      return desk.show(record, policy);
    },

    proveCode({ caseId, code }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const { operator, policy } = context.value;
      const found = desk.findForOther(caseId, operator);
      if (!found.ok) return found;
      const { command, state, personId } = found.value;
      if (state !== 'signed' || command?.kind !== 'new-totp') return refuse('issue/proof-over');
      const proved = issues.prove(command.id, operator.id, personId, code);
      // However it went, what the windows see of it has changed.
      const shown = desk.show(found.value, policy);
      return proved.ok ? shown : proved;
    },
  };
}
