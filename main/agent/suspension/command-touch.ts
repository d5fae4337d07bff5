import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { WebAuthnAnswer, WebAuthnRequest } from '../../../preload/contract/models/staff.ts';
import { type Command, commandDigest } from '../../exchange/command.ts';
import { isIssuing } from '../../exchange/command-limits.ts';
import type { IssueDesk } from '../acts/issue-desk.ts';
import type { Caller } from '../ports.ts';
import type { OperatorKey, OperatorProof } from '../staff/operator-key.ts';

/** A window's answer to a WebAuthn request, and the connection that it came by. */
export interface AnsweredByWindow {
  readonly answer: WebAuthnAnswer;
  readonly caller: Caller;
}

/** Whose touch is asked for, and to what end. */
export interface Touch {
  readonly purpose: 'sign-command' | 'approve-command';
  /** The one operator whose keys may answer; null for anybody's. */
  readonly only: string | null;
}

/**
 * The touch on a command's digest (I1), as long as somebody could see what the command issues: asked before each touch, and
 * after it. A caller whose page was closed would lose what they had, and be given nothing for it.
 */
export interface CommandTouch {
  /** By a key over HID, or by what a window answered. */
  prove(command: Command, touch: Touch, answered: AnsweredByWindow | null): Promise<Result<OperatorProof>>;
  /** What a window is to ask its authenticator for. */
  request(command: Command, touch: Touch, caller: Caller): Promise<Result<WebAuthnRequest>>;
}

export function createCommandTouch(ports: {
  readonly key: OperatorKey;
  readonly issues?: Pick<IssueDesk, 'pageOpen'>;
}): CommandTouch {
  const { key, issues } = ports;
  const seen = async (command: Command): Promise<Result<null>> =>
    isIssuing(command) && (await issues?.pageOpen(command)) === false
      ? refuse('case/no-waiting-page')
      : ok(null);

  return {
    async prove(command, { purpose, only }, answered) {
      const before = await seen(command);
      if (!before.ok) return before;
      const { digest } = commandDigest(command);
      const proof =
        answered === null
          ? await key.prove(purpose, digest, only)
          : await key.accept(purpose, answered.answer, digest, answered.caller);
      if (!proof.ok) return proof;
      const after = await seen(command);
      return after.ok ? proof : after;
    },

    async request(command, { purpose, only }, caller) {
      const before = await seen(command);
      if (!before.ok) return before;
      const { digest } = commandDigest(command);
      return key.request({ purpose, challenge: digest, only, command: null }, caller);
    },
  };
}
