import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import type { InputOf } from '../../../preload/contract/procedures.ts';
import type { ResumeCommand } from '../../exchange/command.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { OutboxCommand } from '../outbox/outbox-table.ts';
import type { PeopleReplica } from '../people/people-replica.ts';
import type { Caller, PolicySource, StationIdentity, Store, TrustedClock } from '../ports.ts';
import type { OperatorKey } from '../staff/operator-key.ts';
import type { StaffSessions } from '../staff/staff-session.ts';
import { boardGround, type PreparedCommand } from './board-command.ts';
import { createBoardSigning } from './board-signing.ts';
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
  const signing = createBoardSigning(ports);
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

    resume: ({ commandId, signer }) => signing.sign(prepare(commandId, signer)),
    resumeOptions: ({ commandId, signer }, caller) => signing.request(prepare(commandId, signer), caller),
    resumeWith: (answer, caller) =>
      signing.answer('resume', answer, caller, ({ ends, operator }) => {
        const [ended] = ends;
        return ended === undefined ? refuse('staff/ceremony-gone') : prepare(ended, operator);
      }),
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
