import { randomUUID } from 'node:crypto';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ShownSecret } from '../../../preload/contract/models/acts.ts';
import type { CounterCase } from '../../../preload/contract/models/counter.ts';
import type { WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { conflictsOf } from '../check/person-news.ts';
import { recordDocuments } from '../check/record-documents.ts';
import { noteUnusualLook } from '../oversight/unusual-looks.ts';
import type { Caller } from '../ports.ts';
import type { AnsweredByWindow } from '../suspension/command-touch.ts';
import type { SignedCommands } from '../suspension/signed-commands.ts';
import type { CaseDesk, CasePorts } from './case-desk.ts';
import { type CaseRecord, isSigned, openCase, saveCase } from './case-table.ts';
import { viewCase } from './case-view.ts';
import { createClosedDraft } from './closed-draft.ts';
import { judgeOpenings, notedOpenedPerHour, openingsOf } from './judge-openings.ts';
import { keepCase, noteCase } from './keep-case.ts';

export interface Counter {
  current(): Result<CounterCase | null>;
  open(input: InputOf<'counter.open'>): Result<CounterCase>;
  recordCheck(input: InputOf<'counter.recordCheck'>): Result<CounterCase>;
  sign(input: InputOf<'counter.sign'>): Promise<Result<CounterCase>>;
  /** The same through a window's WebAuthn: what to ask the authenticator for, and what it answered. */
  signOptions(input: InputOf<'counter.signOptions'>, caller: Caller): Promise<Result<WebAuthnRequest>>;
  signWith(input: InputOf<'counter.signWith'>, caller: Caller): Promise<Result<CounterCase>>;
  close(input: InputOf<'counter.close'>): Result<Record<string, never>>;
  /** Brings the draft back that the same operator closed last; on record like every step. */
  takeBack(input: InputOf<'counter.takeBack'>): Result<CounterCase>;
  /** A command's state changed: tells the windows when the open case shows it. */
  commandsChanged(): void;
}

/** Person → check → decision → touch, one case at a time. Every step is in the audit trail (I8). */
export function createCounter(
  ports: CasePorts & {
    readonly desk: CaseDesk;
    readonly commands: SignedCommands;
  },
): Counter {
  const { store, audit, staff, desk } = ports;
  const closed = createClosedDraft();
  const signedInAt = () => staff.current()?.signedInAt ?? '';
  const { ready, find, findForOther, show, closeWith } = desk;
  /** Whose case was closed because the directory no longer has its person; they are told until the next one begins. */
  let personGone: string | null = null;

  /** The open case's command, if the signed-in operator may sign it now. */
  const readyToSign = (caseId: string) => {
    const context = ready();
    if (!context.ok) return context;
    const { operator, now } = context.value;
    const found = findForOther(caseId, operator);
    if (!found.ok) return found;
    const { command, state, personId } = found.value;
    if (state !== 'decided' || command === null) return refuse('case/not-decided');
    // Another operator took the draft over, or it lay about: they decide anew, under their own name and time.
    const signer = staff.signer(command.operator);
    if (!signer.ok || now.getTime() - Date.parse(command.issuedAt) > 15 * 60_000) {
      return refuse('case/not-decided');
    }
    const may = desk.mayDo(found.value, command);
    if (!may.ok) return may;
    const person = ports.people.get(personId);
    if (person === undefined) return refuse('person/unknown');
    if (signer.value.person === personId) return refuse('case/own-account');
    const able = ports.commands.mayFinish(command);
    if (!able.ok) return able;
    // What came about meanwhile is the operator's to read and to choose on, before their key says anything.
    if (conflictsOf(store.read, found.value).length > 0) return refuse('case/conflict');
    return ok({ ...context.value, record: found.value, command, person, signer: signer.value });
  };

  const sign = async (caseId: string, answered: AnsweredByWindow | null): Promise<Result<CounterCase>> => {
    const signable = readyToSign(caseId);
    if (!signable.ok) return signable;
    const { record, command, operator, signer, person, policy } = signable.value;
    return desk.exclusively(async () => {
      const proof = await ports.commands.sign({ command, operator: signer, answered });
      if (!proof.ok) return proof;
      const { assertion } = proof.value;
      // Asked anew: while the touch was waited for, the sign-in may have ended and the clock or the policy changed.
      const context = ready();
      if (!context.ok) return context;
      if (!staff.signer(command.operator).ok) return refuse('case/not-decided');
      // News may have come while the key waited for its touch: what was signed is then not queued.
      if (conflictsOf(store.read, record).length > 0) return refuse('case/conflict');
      // Asked at the last moment: suspensions that are queued meanwhile count.
      const reason = desk.approvalReason(person.id, { policy, now: ports.clock.now() }, record.id);
      if (reason !== null) {
        const once: CaseRecord = { ...record, state: 'approving', signature: assertion };
        const facts = { command: command.id, reason };
        store.write((database) =>
          keepCase(database, audit, once, { kind: 'case-signed-once', by: signer.id, facts }),
        );
        return show(once, policy);
      }
      const signed: CaseRecord = { ...record, state: 'signed' };
      const finished = await ports.commands.finish({
        command,
        operator: signer,
        preparedBy: operator.id,
        person,
        alsoWrite: (database) => saveCase(database, signed),
        assertion,
        approval: null,
      });
      return finished.ok ? withShown(show(signed, policy), finished.value) : finished;
    });
  };

  return {
    current() {
      const context = ready();
      if (!context.ok) return context;
      const { operator, policy } = context.value;
      const record = openCase(store.read);
      if (record === null) return personGone === operator.id ? refuse('case/person-gone') : ok(null);
      personGone = null;
      if (ports.people.get(record.personId) !== undefined) {
        if (desk.inHandsOf(record) !== operator.id) {
          const facts = { openedBy: record.openedBy, state: record.state };
          store.write((database) =>
            noteCase(database, audit, record, { kind: 'case-taken-up', by: operator.id, facts }),
          );
          desk.handOver(record.id, operator.id);
        }
        return viewCase({ ...ports, desk }, record, policy);
      }
      // The directory no longer has them: a case that cannot be shown must not block the counter.
      if (desk.signing()) return ok(null);
      closeWith(record, null);
      personGone = operator.id;
      return refuse('case/person-gone');
    },

    open({ personId, reason }) {
      const context = ready();
      if (!context.ok) return context;
      const { operator, now, policy } = context.value;
      if (operator.person === personId) return refuse('case/own-account');
      if (openCase(store.read) !== null) return refuse('case/already-open');
      if (ports.people.get(personId) === undefined) return refuse('person/unknown');
      const openings = judgeOpenings(openingsOf(store.read, operator.id, now), now);
      if (!openings.may) return refuse('case/opened-too-many', { minutes: openings.minutes });
      const record: CaseRecord = {
        id: randomUUID(),
        personId,
        reason,
        state: 'opened',
        openedAt: now.toISOString(),
        openedBy: operator.id,
        check: null,
        command: null,
        triage: { answers: [], acknowledged: [] },
        preparedBy: null,
        signature: null,
      };
      store.write((database) => {
        keepCase(database, audit, record, { kind: 'person-opened', by: operator.id, facts: { reason } });
        if (openings.unusual === null) return;
        noteUnusualLook(database, audit, {
          kind: 'openings',
          operator: operator.id,
          at: now.toISOString(),
          count: openings.unusual,
          limit: notedOpenedPerHour,
        });
      });
      closed.forget();
      return show(record, policy);
    },

    recordCheck: (input) => recordDocuments(ports, input),

    sign: ({ caseId }) => sign(caseId, null),

    async signOptions({ caseId }, caller) {
      const signable = readyToSign(caseId);
      if (!signable.ok) return signable;
      const { command, signer } = signable.value;
      return ports.commands.touch.request(command, { purpose: 'sign-command', only: signer.id }, caller);
    },

    signWith: ({ caseId, answer }, caller) => sign(caseId, { answer, caller }),

    close({ caseId }) {
      const context = ready();
      if (!context.ok) return context;
      const found = find(caseId);
      if (!found.ok) return found;
      const { id } = context.value.operator;
      closeWith(found.value, id);
      if (!isSigned(found.value)) closed.note(found.value, id, signedInAt());
      ports.sink.emit('case', null);
      return ok({});
    },

    takeBack({ caseId }) {
      const context = ready();
      if (!context.ok) return context;
      const { operator, policy } = context.value;
      const record = closed.of(caseId, operator.id, signedInAt());
      if (record === null) return refuse('case/none');
      if (operator.person === record.personId) return refuse('case/own-account');
      if (openCase(store.read) !== null) return refuse('case/already-open');
      if (ports.people.get(record.personId) === undefined) return refuse('person/unknown');
      const facts = { state: record.state };
      store.write((database) =>
        keepCase(database, audit, record, { kind: 'case-taken-back', by: operator.id, facts }),
      );
      closed.forget();
      return show(record, policy);
    },

    commandsChanged() {
      const policy = ports.policy.current();
      const record = openCase(store.read);
      if (record !== null && policy.state === 'valid' && staff.current() !== null)
        show(record, policy.policy);
    },
  };
}

/** The same with what is shown once: in this answer alone, never in an event and never again (I7). */
export function withShown(shown: Result<CounterCase>, secret: ShownSecret | null): Result<CounterCase> {
  if (!shown.ok || secret === null) return shown;
  return ok({ ...shown.value, acts: { ...shown.value.acts, shown: secret } });
}
