import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import { commandDigest, type ResumeCommand } from '../../exchange/command.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxCommand } from '../outbox/outbox-table.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { Caller, PolicySource, StationIdentity, Store, TrustedClock } from '../ports.ts';
import type { OperatorKey } from '../staff/operator-key.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { boardGround, type PreparedCommand } from './board-command.ts';
import { findCommand, listCommands } from './command-views.ts';
import type { SignedCommands } from './signed-commands.ts';

export interface Suspensions {
  list(input: InputOf<'suspension.list'>): Result<CommandView[]>;
  /** Ends a suspension early: a command of its own that names what it ends, signed by the operator's key. */
  resume(input: InputOf<'suspension.resume'>): Promise<Result<CommandView>>;
  /** The same through a window's WebAuthn. The command waits in its ceremony until the window has answered. */
  resumeOptions(input: InputOf<'suspension.resumeOptions'>, caller: Caller): Result<WebAuthnRequest>;
  resumeWith(answer: InputOf<'suspension.resumeWith'>, caller: Caller): Promise<Result<CommandView>>;
}

/** The board: what this station queued, and what became of it. */
export function createSuspensions(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
  readonly policy: PolicySource;
  readonly identity: StationIdentity;
  readonly staff: StaffSessions;
  readonly people: PeopleReplica;
  readonly outbox: Outbox;
  readonly commands: SignedCommands;
  readonly key: OperatorKey;
}): Suspensions {
  /** The command that ends a suspension now, as the signed-in operator would sign it. */
  const prepare = (
    commandId: string,
    signerId: string | undefined,
  ): Result<PreparedCommand<ResumeCommand>> => {
    const ground = boardGround(ports, signerId);
    if (!ground.ok) return ground;
    const suspension = findCommand(ports, commandId);
    if (suspension === null || suspension.kind !== 'suspend') return refuse('command/unknown');
    if (suspension.state === 'ended' || suspension.state === 'refused')
      return refuse('command/already-ended');
    const begun = ground.value.begin(suspension.person.id);
    if (!begun.ok) return begun;
    const { common, ...prepared } = begun.value;
    const ends = linkedTo(commandId, ports.outbox.openFor(common.person));
    return ok({ ...prepared, command: { ...common, kind: 'resume', ends } });
  };

  return {
    list: ({ limit }) => ok(listCommands(ports, limit)),

    async resume({ commandId, signer }) {
      const prepared = prepare(commandId, signer);
      if (!prepared.ok) return prepared;
      return ports.commands.signAndQueue({
        ...prepared.value,
        alsoWrite: () => undefined,
        answered: null,
      });
    },

    resumeOptions({ commandId, signer }, caller) {
      const prepared = prepare(commandId, signer);
      if (!prepared.ok) return prepared;
      const { command, operator } = prepared.value;
      const { digest } = commandDigest(command);
      return ports.key.request(
        { purpose: 'sign-command', challenge: digest, only: operator.id, command },
        caller,
      );
    },

    async resumeWith(answer, caller) {
      const ceremony = ports.key.pending(answer.ceremonyId, 'sign-command');
      if (!ceremony.ok) return ceremony;
      const { command } = ceremony.value;
      const [ended] = command?.kind === 'resume' ? command.ends : [];
      if (command?.kind !== 'resume' || ended === undefined) return refuse('staff/ceremony-gone');
      // Everything is asked anew: the suspension may have ended, the operator changed, while the window waited.
      const prepared = prepare(ended, command.operator);
      if (!prepared.ok)
        return prepared.refusal.code === 'staff/signer-refused' ? refuse('staff/ceremony-gone') : prepared;
      return ports.commands.signAndQueue({
        ...prepared.value,
        command,
        alsoWrite: () => undefined,
        answered: { answer, caller },
      });
    },
  };
}

/** A suspension with what goes on from it and what it goes on from: an extension ends with what it extends. */
function linkedTo(id: string, open: readonly OutboxCommand[]): string[] {
  const linked = [id];
  for (let more = true; more; ) {
    const next = open.find(
      (one) =>
        one.kind === 'suspend' &&
        !linked.includes(one.id) &&
        ((one.extends !== null && linked.includes(one.extends)) ||
          open.some((other) => linked.includes(other.id) && other.extends === one.id)),
    );
    more = next !== undefined && linked.length < 20;
    if (next !== undefined && more) linked.push(next.id);
  }
  return linked;
}
