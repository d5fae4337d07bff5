import { type Result, refuse } from '../../../preload/contract/errors.ts';
import type { CommandView } from '../../../preload/contract/models/commands.ts';
import type { WebAuthnAnswer, WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import { commandDigest, type ResumeCommand, type SettleRequestCommand } from '../../exchange/command.ts';
import type { Caller } from '../ports.ts';
import type { OperatorKey } from '../staff/operator-key.ts';
import type { PreparedCommand } from './board-command.ts';
import type { SignedCommands } from './signed-commands.ts';

/** What is signed outside of a case. */
type BoardCommand = ResumeCommand | SettleRequestCommand;
type Prepared = Result<PreparedCommand<BoardCommand>>;

/** How a command from the board gets its operator's signature and is queued (I1, I3). */
export interface BoardSigning {
  /** Has a key at this station sign it. */
  sign(prepared: Prepared): Promise<Result<CommandView>>;
  /** Asks a window's WebAuthn to sign it. The command waits in its ceremony until the window has answered. */
  request(prepared: Prepared, caller: Caller): Result<WebAuthnRequest>;
  /**
   * Takes the window's answer to a command of one kind. `again` prepares it anew from what was signed, for everything may
   * have changed while the window waited. Refuses with `staff/ceremony-gone` where it no longer waits.
   */
  answer<Kind extends BoardCommand['kind']>(
    kind: Kind,
    answer: WebAuthnAnswer,
    caller: Caller,
    again: (signed: Extract<BoardCommand, { readonly kind: Kind }>) => Prepared,
  ): Promise<Result<CommandView>>;
}

export function createBoardSigning(ports: {
  readonly key: Pick<OperatorKey, 'request' | 'pending'>;
  readonly commands: Pick<SignedCommands, 'signAndQueue'>;
}): BoardSigning {
  const alsoWrite = () => undefined;
  return {
    async sign(prepared) {
      if (!prepared.ok) return prepared;
      return ports.commands.signAndQueue({ ...prepared.value, alsoWrite, answered: null });
    },

    request(prepared, caller) {
      if (!prepared.ok) return prepared;
      const { command, operator } = prepared.value;
      const { digest } = commandDigest(command);
      return ports.key.request(
        { purpose: 'sign-command', challenge: digest, only: operator.id, command },
        caller,
      );
    },

    async answer(kind, answer, caller, again) {
      const ceremony = ports.key.pending(answer.ceremonyId, 'sign-command');
      if (!ceremony.ok) return ceremony;
      const { command } = ceremony.value;
      if (!isOfKind(command, kind)) return refuse('staff/ceremony-gone');
      const prepared = again(command);
      if (!prepared.ok)
        return prepared.refusal.code === 'staff/signer-refused' ? refuse('staff/ceremony-gone') : prepared;
      return ports.commands.signAndQueue({
        ...prepared.value,
        command,
        alsoWrite,
        answered: { answer, caller },
      });
    },
  };
}

function isOfKind<Kind extends BoardCommand['kind']>(
  command: BoardCommand | null,
  kind: Kind,
): command is Extract<BoardCommand, { readonly kind: Kind }> {
  return command?.kind === kind;
}
