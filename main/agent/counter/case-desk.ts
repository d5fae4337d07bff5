import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ApprovalReason, CounterCase } from '../../../preload/contract/models/counter.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { approvalReason } from '../../exchange/second-approval.ts';
import type { Profile } from '../../profile/profile.ts';
import { profileOf } from '../../profile/profiles.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type {
  AuditEntryInput,
  AuditTrail,
  EventSink,
  PolicySource,
  StationIdentity,
  Store,
  TrustedClock,
} from '../ports.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { type CaseRecord, closeCase, openCase } from './case-table.ts';
import { viewCase } from './case-view.ts';
import { followTriage, leadsToSuspension, urgentDone } from './triage-path.ts';

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
  /** Tells every window of the case, and gives what they see. */
  show(record: CaseRecord, policy: PolicyDocument): Result<CounterCase>;
  closeWith(record: CaseRecord, actor: AuditEntryInput['actor']): void;
  /** Runs a signing: meanwhile no other step of any case is taken. */
  exclusively<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  signing(): boolean;
  /** Why a person's suspension needs a second approval at this moment, as far as this station knows. */
  approvalReason(personId: string, context: Pick<CaseContext, 'policy' | 'now'>): ApprovalReason | null;
  /** The institution's profile, as the signed enrolment names it. */
  profile(): Profile | null;
  /** Whether the triage lets a case go on towards a suspension: always where the institution has none. */
  mayContinue(record: CaseRecord): Result<null>;
}

export function createCaseDesk(ports: CasePorts): CaseDesk {
  const { store, clock, audit, staff } = ports;
  let signing = false;

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

    show(record, policy) {
      const shown = viewCase({ ...ports, desk }, record, policy);
      if (shown.ok) ports.sink.emit('case', shown.value);
      return shown;
    },

    closeWith(record, actor) {
      store.write((database) => {
        closeCase(database, record.id);
        audit.append(database, {
          kind: 'case-closed',
          actor,
          subject: record.personId,
          facts: { case: record.id, state: record.state },
          detail: null,
        });
      });
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

    approvalReason(personId, { policy, now }) {
      const since = new Date(now.getTime() - policy.suspension.repeatDays * 86_400_000);
      const reason = approvalReason(personId, policy, {
        openWithinWindow: ports.outbox.suspensionsSince(personId, since),
        role: ports.people.get(personId)?.role ?? 'guest',
      });
      if (reason !== null) return reason;
      return ports.outbox.approvalAskedSince(personId, since) ? 'repeat' : null;
    },

    profile,

    mayContinue(record) {
      const known = profile();
      if (known === null) return ok(null);
      const { outcome } = followTriage(known, record.reason, record.triage.answers);
      if (outcome === null || !urgentDone(outcome, record.triage)) return refuse('case/triage-first');
      return leadsToSuspension(known, outcome) ? ok(null) : refuse('case/not-offered');
    },
  };
  return desk;
}
