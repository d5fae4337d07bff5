import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CounterCase, WaitingApproval } from '../../../preload/contract/models/counter.ts';
import type { WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { checkCommandLimits } from '../../exchange/command-limits.ts';
import { type Approval, judgeSecondApproval } from '../../exchange/second-approval.ts';
import type { Caller } from '../ports.ts';
import {
  findCredential,
  operatorName,
  type RegisteredCredential,
  registryUsable,
} from '../staff/operator-registry.ts';
import type { AnsweredByWindow, Touch } from '../suspension/command-touch.ts';
import type { SignedCommands } from '../suspension/signed-commands.ts';
import type { CaseContext, CaseDesk, CasePorts } from './case-desk.ts';
import { type CaseRecord, openCase, saveCase, waitingCases } from './case-table.ts';
import { approvalExpiry } from './case-view.ts';
import { withShown } from './counter.ts';
import { keepCase } from './keep-case.ts';

type Nothing = Record<string, never>;

/** Anybody's key: whose it may not be is judged once it is known. */
const secondTouch: Touch = { purpose: 'approve-command', only: null };

export interface ApprovalDesk {
  /** Another operator's key signs the digest that the first one signed, and the command is queued with both (I4). */
  approve(input: InputOf<'counter.approve'>): Promise<Result<CounterCase>>;
  /** The same through a window's WebAuthn: what to ask the authenticator for, and what it answered. */
  approveOptions(input: InputOf<'counter.approveOptions'>, caller: Caller): Promise<Result<WebAuthnRequest>>;
  approveWith(input: InputOf<'counter.approveWith'>, caller: Caller): Promise<Result<CounterCase>>;
  /** Leaves the case for a second operator, for as long as a signed command may wait. */
  setAside(input: InputOf<'counter.setAside'>): Result<Nothing>;
  takeUp(input: InputOf<'counter.takeUp'>): Result<CounterCase>;
  waiting(): Result<WaitingApproval[]>;
}

/** The second approval. What the first operator signed lies in the case; nothing is queued without the other's touch. */
export function createApprovalDesk(
  ports: CasePorts & {
    readonly desk: CaseDesk;
    readonly commands: SignedCommands;
  },
): ApprovalDesk {
  const { store, audit, desk, people } = ports;

  /** Whether a case that was signed once may still be approved: its time, its limits and its first signer stand. */
  const stands = (record: CaseRecord, { now, policy }: CaseContext) => {
    const { command, signature, personId, preparedBy } = record;
    if (command === null || signature === null || preparedBy === null) return refuse('case/not-decided');
    const person = people.get(personId);
    if (person === undefined) return refuse('person/unknown');
    if (now.getTime() >= approvalExpiry(command, policy).getTime()) return refuse('case/approval-over');
    const first = findCredential(store.read, signature.id);
    if (first === null || first.operator.id !== command.operator) return refuse('case/approval-over');
    if (first.operator.person === personId) return refuse('case/own-account');
    const within = checkCommandLimits(command, policy, {
      now,
      openWithinWindow: 0,
      role: person.role,
      approved: true,
    });
    if (!within.ok) return within;
    const able = ports.commands.mayFinish(command);
    if (!able.ok) return able;
    return ok({ command, signature, person, first, preparedBy });
  };

  /** The case on the desk with what its second approval needs at this moment. */
  const approvable = (record: CaseRecord, context: CaseContext) => {
    if (record.state !== 'approving') return refuse('case/not-decided');
    const usable = registryUsable(ports);
    return usable.ok ? stands(record, context) : usable;
  };

  const readyToApprove = (caseId: string) => {
    const context = desk.ready();
    if (!context.ok) return context;
    const found = desk.findForOther(caseId, context.value.operator);
    if (!found.ok) return found;
    const standing = approvable(found.value, context.value);
    return standing.ok ? ok({ ...standing.value, record: found.value }) : standing;
  };

  const approve = async (caseId: string, answered: AnsweredByWindow | null): Promise<Result<CounterCase>> => {
    const ready = readyToApprove(caseId);
    if (!ready.ok) return ready;
    return desk.exclusively(async () => {
      const proof = await ports.commands.touch.prove(ready.value.command, secondTouch, answered);
      if (!proof.ok) return proof;
      // Everything is asked anew: while the touch was waited for, time went on and the registry may have changed.
      const context = desk.ready();
      if (!context.ok) return context;
      const record = openCase(store.read);
      if (record?.id !== caseId) return refuse('case/none');
      const standing = approvable(record, context.value);
      if (!standing.ok) return standing;
      const { command, signature, person, first, preparedBy } = standing.value;
      const { owner } = proof.value;
      if (owner.operator.person === person.id) return refuse('case/own-account');
      // Who prepared the decision has given their word already, even where another's key signed it.
      if (owner.operator.id === preparedBy) return refuse('case/approval-own');
      const counts = judgeSecondApproval(approvalOf(first), approvalOf(owner));
      if (!counts.ok) return counts;
      const signed: CaseRecord = { ...record, state: 'signed', signature: null };
      const finished = await ports.commands.finish({
        command,
        operator: first.operator,
        preparedBy,
        person,
        alsoWrite: (database) => saveCase(database, signed),
        assertion: signature,
        approval: { operator: owner.operator.id, assertion: proof.value.assertion },
      });
      return finished.ok ? withShown(desk.show(signed, context.value.policy), finished.value) : finished;
    });
  };

  /** Moves a case between the desk and those that wait, on record. */
  const move = (record: CaseRecord, state: 'waiting' | 'approving', by: string): CaseRecord => {
    const moved: CaseRecord = { ...record, state };
    const kind = state === 'waiting' ? 'case-set-aside' : 'case-taken-up';
    const facts = { command: record.command?.id ?? null };
    store.write((database) => keepCase(database, audit, moved, { kind, by, facts }));
    return moved;
  };

  return {
    approve: ({ caseId }) => approve(caseId, null),

    async approveOptions({ caseId }, caller) {
      const ready = readyToApprove(caseId);
      if (!ready.ok) return ready;
      return ports.commands.touch.request(ready.value.command, secondTouch, caller);
    },

    approveWith: ({ caseId, answer }, caller) => approve(caseId, { answer, caller }),

    setAside({ caseId }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const found = desk.find(caseId);
      if (!found.ok) return found;
      if (found.value.state !== 'approving') return refuse('case/not-decided');
      move(found.value, 'waiting', context.value.operator.id);
      ports.sink.emit('case', null);
      return ok({});
    },

    takeUp({ caseId }) {
      const context = desk.ready();
      if (!context.ok) return context;
      const { operator, policy } = context.value;
      if (desk.signing()) return refuse('key/busy');
      if (openCase(store.read) !== null) return refuse('case/already-open');
      const record = waitingCases(store.read).find(({ id }) => id === caseId);
      if (record === undefined) return refuse('case/none');
      if (record.personId === operator.person) return refuse('case/own-account');
      const standing = stands(record, context.value);
      if (!standing.ok) return standing;
      desk.handOver(record.id, operator.id);
      return desk.show(move(record, 'approving', operator.id), policy);
    },

    waiting() {
      const context = desk.ready();
      if (!context.ok) return context;
      const { policy } = context.value;
      return ok(
        waitingCases(store.read).flatMap((record): WaitingApproval[] => {
          const standing = stands(record, context.value);
          if (!standing.ok) {
            // Its time is over, or who signed it or whom it is about is gone: nothing of it was queued. What stands
            // against it otherwise may pass before its time does.
            const { code } = standing.refusal;
            if (code === 'case/approval-over' || code === 'person/unknown') desk.closeWith(record, null);
            return [];
          }
          const { command, person } = standing.value;
          const { id, number, name, kana } = person;
          return [
            {
              caseId: record.id,
              person: { id, number, name, kana },
              reason: desk.approvalReason(record.personId, context.value, record.id) ?? 'repeat',
              until: command.kind === 'suspend' ? command.until : null,
              act: command.kind,
              signer: operatorName(store.read, command.operator),
              signedAt: command.issuedAt,
              expiresAt: approvalExpiry(command, policy).toISOString(),
            },
          ];
        }),
      );
    },
  };
}

function approvalOf({ operator, credential }: RegisteredCredential): Approval {
  return { operator: operator.id, person: operator.person, binding: credential.binding };
}
