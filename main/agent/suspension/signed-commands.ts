import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { ShownSecret } from '../../../preload/contract/models/acts.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { OperatorAssertion } from '../../../preload/contract/models/staff.ts';
import { type Command, type CommandEnvelope, commandDigest } from '../../exchange/command.ts';
import { isIssuing, isOfCase } from '../../exchange/command-limits.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { signDocument } from '../../exchange/signed-document.ts';
import type { IssueDesk } from '../acts/issue-desk.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type {
  AuditTrail,
  HubLink,
  StationIdentity,
  Store,
  TrustedClock,
  WritableDatabase,
} from '../ports.ts';
import type { OperatorKey, OperatorProof } from '../staff/operator-key.ts';
import { type AnsweredByWindow, type CommandTouch, createCommandTouch } from './command-touch.ts';
import { findCommand } from './command-views.ts';

interface ToSign {
  readonly command: Command;
  /** Who signs. */
  readonly operator: OperatorRecord;
  /** What a window's WebAuthn answered; null has a key sign over HID. */
  readonly answered: AnsweredByWindow | null;
}

interface ToQueue {
  readonly command: Command;
  readonly operator: OperatorRecord;
  /** Who is signed in and prepared it; another one only after a sign-in by a code. */
  readonly preparedBy: string;
  readonly person: PersonSummary;
  readonly alsoWrite: (database: WritableDatabase) => void;
}

/** A command with its verified signatures. */
type Signed = ToQueue & {
  readonly assertion: OperatorAssertion;
  /** The second operator's signature over the same digest, where the policy asks for one. */
  readonly approval: { readonly operator: string; readonly assertion: OperatorAssertion } | null;
};

export interface SignedCommands {
  /** Has the operator's key sign the command's digest (I1). Nothing is queued. */
  sign(input: ToSign): Promise<Result<OperatorProof>>;
  /**
   * Seals a command with its verified signatures in the station's envelope and queues it durably together with its audit
   * entry and with `alsoWrite`, in one transaction (I3).
   */
  queue(input: Signed): Result<CommandView>;
  /** Whether a command could be carried on at all once it is signed: what is shown once needs the hub. */
  mayFinish(command: Command): Result<null>;
  /** The touches that sign and approve a command. */
  readonly touch: CommandTouch;
  /**
   * Carries on a command of a case that was signed: queues it, or, where its answer is shown once, sends it at once and gives
   * what came back. Null for what was queued, and where nothing came back: the outbox says what became of it.
   */
  finish(input: Signed): Promise<Result<ShownSecret | null>>;
  /**
   * Has the operator's key sign the command's digest, seals command and assertion in the station's envelope, and queues
   * it durably together with its audit entry and with `alsoWrite`, in one transaction (I1, I3). Nothing is queued when
   * the key refuses.
   */
  signAndQueue(input: ToSign & ToQueue): Promise<Result<CommandView>>;
}

export function createSignedCommands(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly key: OperatorKey;
  readonly outbox: Outbox;
  readonly link: HubLink;
  /** What is shown once; without it nothing of that kind can be done. */
  readonly issues?: IssueDesk;
  /** The outbox changed. */
  readonly onQueued: () => void;
}): SignedCommands {
  /** The station's envelope around a command and its signatures. */
  function seal({ command, assertion, approval }: Signed): Result<string> {
    const stationKey = ports.identity.key();
    if (stationKey === null) return refuse('station/not-enrolled');
    const signed: CommandEnvelope = { command, assertion };
    const envelope = approval === null ? signed : { ...signed, approvals: [approval.assertion] };
    return ok(signDocument('madoguchi-command+jws', envelope, stationKey));
  }

  const rowOf = ({ command, person, operator }: Signed, envelope: string) => {
    const { id, number, name, kana } = person;
    return {
      id: command.id,
      kind: command.kind,
      personId: command.person,
      person: { id, number, name, kana },
      operator: operator.name,
      envelope,
      until: command.kind === 'suspend' ? command.until : null,
      queuedAt: ports.clock.now().toISOString(),
      caseId: isOfCase(command) ? command.caseId : null,
      dueBy: command.kind === 'request' ? command.dueBy : null,
      extends: command.kind === 'suspend' ? (command.extends ?? null) : null,
    };
  };

  function note(
    database: WritableDatabase,
    { command, operator, preparedBy, approval }: Signed,
    kind: 'command-queued' | 'command-sent',
  ): void {
    ports.audit.append(database, {
      kind,
      actor: { type: 'operator', id: operator.id },
      subject: command.person,
      facts: {
        command: command.id,
        kind: command.kind,
        digest: commandDigest(command).digest,
        policy: command.policyVersion,
        ...(preparedBy === operator.id ? {} : { preparedBy }),
        ...(approval === null ? {} : { approvedBy: approval.operator }),
      },
      // The digest commits to every word of it, and the command itself lies in the outbox.
      detail: null,
    });
  }

  const touch = createCommandTouch(ports);
  const commands: SignedCommands = {
    touch,

    async sign({ command, operator, answered }) {
      if (ports.identity.key() === null) return refuse('station/not-enrolled');
      const proof = await touch.prove(command, { purpose: 'sign-command', only: operator.id }, answered);
      if (!proof.ok) return proof;
      // A ceremony may have been opened for another operator, who was signed in before.
      return proof.value.owner.operator.id === operator.id ? proof : refuse('staff/unknown-credential');
    },

    queue(input) {
      const sealed = seal(input);
      if (!sealed.ok) return sealed;
      ports.store.write((database) => {
        ports.outbox.enqueue(database, rowOf(input, sealed.value));
        note(database, input, 'command-queued');
        input.alsoWrite(database);
      });
      ports.onQueued();
      ports.link.wake();
      const view = findCommand(ports, input.command.id);
      if (view === null) throw new Error('a queued command must be in the outbox');
      return ok(view);
    },

    mayFinish(command) {
      if (!isIssuing(command)) return ok(null);
      const { issues } = ports;
      if (issues === undefined) return refuse('issue/online-only');
      // The key to its answer went with the process that decided it.
      return issues.prepared(command.id) ? issues.online() : refuse('case/not-decided');
    },

    async finish(input) {
      const { command } = input;
      if (!isIssuing(command)) {
        const queued = commands.queue(input);
        return queued.ok ? ok(null) : queued;
      }
      const able = commands.mayFinish(command);
      if (!able.ok) return able;
      const sealed = seal(input);
      if (!sealed.ok) return sealed;
      ports.store.write((database) => {
        ports.outbox.begin(database, rowOf(input, sealed.value));
        note(database, input, 'command-sent');
        input.alsoWrite(database);
      });
      // Begun before anybody is told: while it is under way, no window offers to issue it again.
      const issued = ports.issues?.issue(command, sealed.value);
      ports.onQueued();
      const shown = (await issued) ?? null;
      ports.onQueued();
      return ok(shown);
    },

    async signAndQueue(input) {
      const proof = await commands.sign(input);
      if (!proof.ok) return proof;
      return commands.queue({ ...input, assertion: proof.value.assertion, approval: null });
    },
  };
  return commands;
}
