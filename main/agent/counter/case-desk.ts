import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ActWish, OfferedAct } from '../../../preload/contract/models/acts.ts';
import type { ApprovalReason, CounterCase } from '../../../preload/contract/models/counter.ts';
import type { OperationId } from '../../../preload/contract/models/triage.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { approvalReason } from '../../exchange/second-approval.ts';
import type { Profile } from '../../profile/profile.ts';
import { profileOf } from '../../profile/profiles.ts';
import type { IssueDesk } from '../acts/issue-desk.ts';
import { offeredActs } from '../acts/offered-acts.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { AuditTrail, EventSink, PolicySource, StationIdentity, Store, TrustedClock } from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { type CaseRecord, closeCase, isSigned, openCase } from './case-table.ts';
import { viewCase } from './case-view.ts';
import { noteCase } from './keep-case.ts';
import { checkedOperations, followTriage, urgentDone } from './triage-path.ts';

export interface CasePorts {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly sink: EventSink;
  readonly staff: StaffSessions;
  readonly people: PeopleReplica;
  readonly outbox: Outbox;
}

/** What every step needs: a signed-in operator, a trusted time, a valid policy. */
export interface CaseContext {
  readonly operator: OperatorRecord;
  readonly now: Date;
  readonly policy: PolicyDocument;
}

/** The case on the desk, as every step of it finds, guards and shows it. */
export interface CaseDesk {
  ready(): Result<CaseContext>;
  /** The case of that id if it is the one on the desk, and no signature of it is under way. */
  find(caseId: string): Result<CaseRecord>;
  /** The same for a step towards a suspension: never on the operator's own account, whoever opened it (I4). */
  findForOther(caseId: string, operator: OperatorRecord): Result<CaseRecord>;
  /** The case as a step of its check finds it: nothing of it is signed, and its triage leads to a check. */
  findChecking(caseId: string): Result<CaseContext & { readonly record: CaseRecord }>;
  /** Tells every window of the case, and gives what they see. */
  show(record: CaseRecord, policy: PolicyDocument): Result<CounterCase>;
  /**
   * Whose hands a case is in: whoever saw it last, or opened it. Another operator who is shown it takes it up, which is on
   * record like every opening of somebody's record (I8).
   */
  inHandsOf(record: CaseRecord): string;
  /** From now on it is in this operator's hands. */
  handOver(caseId: string, operatorId: string): void;
  /** Ends it, on record as the operator's step, or with null as the station's own. */
  closeWith(record: CaseRecord, by: string | null): void;
  /** Runs a signing: meanwhile no other step of any case is taken. */
  exclusively<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  signing(): boolean;
  /** Why a person's suspension needs a second approval at this moment, as far as this station knows. */
  approvalReason(
    personId: string,
    context: Pick<CaseContext, 'policy' | 'now'>,
    /** The case that asks: what it led to itself doesn't count. */
    caseId: string,
  ): ApprovalReason | null;
  /** The institution's profile, as the signed enrolment names it. */
  profile(): Profile | null;
  /** What the case may lead to, as the institution offers it. */
  offered(record: CaseRecord): readonly OfferedAct[];
  /** Whether the case may lead to this: its triage is done, and the institution offers it. */
  mayDo(record: CaseRecord, act: Pick<ActWish, 'kind'> & { readonly operation?: OperationId }): Result<null>;
  /** Tells the caller's waiting page of a case, if there is one, that nothing comes of it. */
  leavePage(caseId: string): void;
  /** What is waited for of a command that issues something. */
  issues: Pick<IssueDesk, 'proofOf' | 'pageOf' | 'busy'>;
}

/** Of a desk that issues nothing. */
const noIssues: CaseDesk['issues'] = { proofOf: () => null, pageOf: () => null, busy: () => false };

export function createCaseDesk(
  ports: CasePorts,
  issues = noIssues,
  leavePage: CaseDesk['leavePage'] = () => undefined,
): CaseDesk {
  const { store, clock, audit, staff } = ports;
  let signing = false;
  let held: { readonly caseId: string; readonly operator: string } | null = null;

  const profile = () => {
    const enrolment = ports.identity.enrolment();
    return enrolment === null ? null : profileOf(enrolment.profile);
  };

  const desk: CaseDesk = {
    ready() {
      const operator = staff.operator();
      if (!operator.ok) return operator;
      const now = clock.trusted();
      if (!now.ok) return now;
      const policy = ports.policy.current();
      if (policy.state === 'invalid') return refuse('policy/missing');
      return ok({ operator: operator.value, now: now.value, policy: policy.policy });
    },

    find(caseId) {
      if (signing) return refuse('key/busy');
      const record = openCase(store.read);
      return record === null || record.id !== caseId ? refuse('case/none') : ok(record);
    },

    findForOther(caseId, operator) {
      const found = desk.find(caseId);
      return found.ok && found.value.personId === operator.person ? refuse('case/own-account') : found;
    },

    findChecking(caseId) {
      const context = desk.ready();
      if (!context.ok) return context;
      const found = desk.findForOther(caseId, context.value.operator);
      if (!found.ok) return found;
      const record = found.value;
      if (isSigned(record)) return refuse('case/none');
      const known = profile();
      if (known !== null) {
        const { outcome } = followTriage(known, record.reason, record.triage.answers);
        if (outcome === null || !urgentDone(outcome, record.triage)) return refuse('case/triage-first');
        if (checkedOperations(known, outcome).length === 0) return refuse('case/not-offered');
      }
      return ok({ ...context.value, record });
    },

    show(record, policy) {
      const shown = viewCase({ ...ports, desk }, record, policy);
      if (shown.ok) ports.sink.emit('case', shown.value);
      return shown;
    },

    inHandsOf: ({ id, openedBy }) => (held?.caseId === id ? held.operator : openedBy),

    handOver(caseId, operator) {
      held = { caseId, operator };
    },

    closeWith(record, by) {
      store.write((database) => {
        closeCase(database, record.id);
        noteCase(database, audit, record, { kind: 'case-closed', by, facts: { state: record.state } });
      });
      if (!isSigned(record)) leavePage(record.id);
    },

    async exclusively(work) {
      if (signing) return refuse('key/busy');
      signing = true;
      try {
        return await work();
      } finally {
        signing = false;
      }
    },

    signing: () => signing,

    approvalReason(personId, { policy, now }, caseId) {
      const since = new Date(now.getTime() - policy.suspension.repeatDays * 86_400_000);
      const reason = approvalReason(personId, policy, {
        openWithinWindow: ports.outbox.actsSince(personId, since, caseId),
        role: ports.people.get(personId)?.role ?? 'guest',
      });
      if (reason !== null) return reason;
      return ports.outbox.approvalAskedSince(personId, since) ? 'repeat' : null;
    },

    profile,

    offered(record) {
      const known = profile();
      if (known === null) return offeredActs(null, null);
      const { outcome } = followTriage(known, record.reason, record.triage.answers);
      return offeredActs(known, outcome);
    },

    mayDo(record, act) {
      const known = profile();
      const { outcome } =
        known === null ? { outcome: null } : followTriage(known, record.reason, record.triage.answers);
      if (known !== null && (outcome === null || !urgentDone(outcome, record.triage)))
        return refuse('case/triage-first');
      const offered = desk
        .offered(record)
        .some(
          ({ kind, operation }) =>
            kind === act.kind && (act.operation === undefined || operation === act.operation),
        );
      return offered ? ok(null) : refuse('case/not-offered');
    },

    issues,
    leavePage,
  };
  return desk;
}
