import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { PersonSummary } from '../../../preload/contract/models/people.ts';
import type { WebAuthnAnswer } from '../../../preload/contract/models/staff.ts';
import { type Command, type CommandEnvelope, commandDigest } from '../../exchange/command.ts';
import type { OperatorRecord } from '../../exchange/operator-assertion.ts';
import { signDocument } from '../../exchange/signed-document.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type {
  AuditTrail,
  Caller,
  HubLink,
  StationIdentity,
  Store,
  TrustedClock,
  WritableDatabase,
} from '../ports.ts';
import type { OperatorKey } from '../staff/operator-key.ts';
import { findCommand } from './command-views.ts';

/** A window's answer to a WebAuthn request, and the connection that it came by. */
export interface AnsweredByWindow {
  readonly answer: WebAuthnAnswer;
  readonly caller: Caller;
}

export interface SignedCommands {
  /**
   * Has the operator's key sign the command's digest, seals command and assertion in the station's envelope, and queues
   * it durably together with its audit entry and with `alsoWrite`, in one transaction (I1, I3). Nothing is queued when
   * the key refuses.
   */
  signAndQueue(input: {
    readonly command: Command;
    /** Who signs. */
    readonly operator: OperatorRecord;
    /** Who is signed in and prepared it; another one only after a sign-in by a code. */
    readonly preparedBy: string;
    readonly person: PersonSummary;
    readonly alsoWrite: (database: WritableDatabase) => void;
    /** What a window's WebAuthn answered; null has a key sign over HID. */
    readonly answered: AnsweredByWindow | null;
  }): Promise<Result<CommandView>>;
}

export function createSignedCommands(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly audit: AuditTrail;
  readonly identity: StationIdentity;
  readonly key: OperatorKey;
  readonly outbox: Outbox;
  readonly link: HubLink;
  /** The outbox changed. */
  readonly onQueued: () => void;
}): SignedCommands {
  return {
    async signAndQueue({ command, operator, preparedBy, person, alsoWrite, answered }) {
      const stationKey = ports.identity.key();
      if (stationKey === null) return refuse('station/not-enrolled');
      const { digest } = commandDigest(command);
      const proof =
        answered === null
          ? await ports.key.prove('sign-command', digest, operator.id)
          : await ports.key.accept('sign-command', answered.answer, digest, answered.caller);
      if (!proof.ok) return proof;
      // A ceremony may have been opened for another operator, who was signed in before.
      if (proof.value.owner.operator.id !== operator.id) return refuse('staff/unknown-credential');
      const envelope: CommandEnvelope = { command, assertion: proof.value.assertion };
      const document = signDocument('madoguchi-command+jws', envelope, stationKey);
      const { id, number, name, kana } = person;
      ports.store.write((database) => {
        ports.outbox.enqueue(database, {
          id: command.id,
          kind: command.kind,
          personId: command.person,
          person: { id, number, name, kana },
          operator: operator.name,
          envelope: document,
          until: command.kind === 'suspend' ? command.until : null,
          queuedAt: ports.clock.now().toISOString(),
        });
        ports.audit.append(database, {
          kind: 'command-queued',
          actor: { type: 'operator', id: operator.id },
          subject: command.person,
          facts: {
            command: command.id,
            kind: command.kind,
            digest,
            policy: command.policyVersion,
            ...(preparedBy === operator.id ? {} : { preparedBy }),
          },
          // The digest commits to every word of it, and the command itself lies in the outbox.
          detail: null,
        });
        alsoWrite(database);
      });
      ports.onQueued();
      ports.link.wake();
      const view = findCommand(ports, command.id);
      if (view === null) throw new Error('a queued command must be in the outbox');
      return ok(view);
    },
  };
}
