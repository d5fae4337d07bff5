import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CaseActs, OfferedAct } from '../../../preload/contract/models/acts.ts';
import type { ApprovalReason, CounterCase } from '../../../preload/contract/models/counter.ts';
import { commandDigest } from '../../exchange/command.ts';
import { longestWaitMs } from '../../exchange/command-limits.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { Profile } from '../../profile/profile.ts';
import { dayMoments } from '../acts/day-moments.ts';
import { mayDecideAgain } from '../acts/decide-again.ts';
import type { IssueDesk } from '../acts/issue-desk.ts';
import { decidedAct } from '../acts/shown-acts.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { Store, TrustedClock } from '../ports.ts';
import { operatorName } from '../staff/operator-registry.ts';
import { findCommand, openCommandsOf } from '../suspension/command-views.ts';
import type { CaseRecord } from './case-table.ts';
import { viewTriage } from './triage-path.ts';

interface CaseKnowledge {
  approvalReason(
    personId: string,
    context: { readonly policy: PolicyDocument; readonly now: Date },
    caseId: string,
  ): ApprovalReason | null;
  profile(): Profile | null;
  offered(record: CaseRecord): readonly OfferedAct[];
  readonly issues: Pick<IssueDesk, 'proofOf' | 'pageOf' | 'busy'>;
}

/** A case as windows see it, with what the policy allows for it now and what became of its command. */
export function viewCase(
  ports: {
    readonly store: Store;
    readonly clock: Pick<TrustedClock, 'now'>;
    readonly people: PeopleReplica;
    readonly outbox: Outbox;
    readonly desk: CaseKnowledge;
  },
  record: CaseRecord,
  policy: PolicyDocument,
): Result<CounterCase> {
  const { state } = record;
  const person = ports.people.get(record.personId);
  // One that waits for its approval is shown once it has been taken up.
  if (state === 'waiting') return refuse('case/none');
  if (person === undefined) return refuse('person/unknown');
  const at = ports.clock.now();
  const hours = (count: number) => new Date(at.getTime() + count * 3_600_000).toISOString();
  const signed = record.command === null ? null : commandDigest(record.command);
  const profile = ports.desk.profile();
  return ok({
    id: record.id,
    person,
    reason: record.reason,
    openedAt: record.openedAt,
    state,
    triage: profile === null ? null : viewTriage(profile, record),
    check: record.check,
    decision:
      record.command === null || signed === null
        ? null
        : {
            until: record.command.kind === 'suspend' ? record.command.until : null,
            act: decidedAct(record.command, profile),
            commandId: record.command.id,
            signer: operatorName(ports.store.read, record.command.operator),
            ...signed,
          },
    approval: approvalOf(ports.desk, record, policy, at),
    limits: {
      defaultUntil: hours(policy.suspension.defaultHours),
      maximumUntil: hours(policy.suspension.maximumHours),
      presetsHours: [...policy.suspension.presetsHours],
    },
    acceptedDocuments: [...policy.suspension.documents],
    openCommands: openCommandsOf(ports, record.personId),
    command:
      record.state === 'signed' && record.command !== null ? findCommand(ports, record.command.id) : null,
    acts: actsOf(ports, record, { policy, profile, now: at }),
  });
}

function actsOf(
  ports: Parameters<typeof viewCase>[0],
  record: CaseRecord,
  context: { readonly policy: PolicyDocument; readonly profile: Profile | null; readonly now: Date },
): CaseActs {
  const { command, state } = record;
  const { issues } = ports.desk;
  const signed = state === 'signed' && command !== null ? command : null;
  return {
    offered: [...ports.desk.offered(record)],
    moments: dayMoments(context.profile, context.policy, context.now),
    codeMinutes: [...(context.profile?.temporaryCode?.presetsMinutes ?? [])],
    defaultCodeMinutes: context.profile?.temporaryCode?.defaultMinutes ?? null,
    again:
      signed !== null && !issues.busy(signed.id) && mayDecideAgain(signed, findCommand(ports, signed.id)),
    proof: signed === null ? null : issues.proofOf(signed.id),
    shown: null,
    page: signed === null ? null : issues.pageOf(signed.id),
  };
}

/** When a command that was signed once can no longer be approved: it would come too late, or after its own end. */
export function approvalExpiry(command: NonNullable<CaseRecord['command']>, policy: PolicyDocument): Date {
  const queued = Date.parse(command.issuedAt) + longestWaitMs(command, policy);
  return new Date(command.kind === 'suspend' ? Math.min(queued, Date.parse(command.until)) : queued);
}

function approvalOf(
  desk: CaseKnowledge,
  record: CaseRecord,
  policy: PolicyDocument,
  now: Date,
): CounterCase['approval'] {
  if (record.state === 'signed') return null;
  const reason = desk.approvalReason(record.personId, { policy, now }, record.id);
  if (record.state !== 'approving' || record.command === null)
    return reason === null ? null : { reason, expiresAt: null };
  const expiresAt = approvalExpiry(record.command, policy).toISOString();
  // Asked for when it was signed, so it is asked for still.
  return { reason: reason ?? 'repeat', expiresAt };
}
