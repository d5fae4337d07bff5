import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { OperationId } from '../../preload/contract/models/triage.ts';
import type { CaseCommand, Command, IssuingCommand } from './command.ts';
import type { PolicyDocument } from './policy-document.ts';
import { checkIdentityRecord, checkIssue, checkSuspensionLimits } from './suspension-limits.ts';

/** How long after its signing something that is shown once may still be issued: its visitor is still there. */
export const longestIssueMs = 30 * 60_000;
/** Furthest a request's due date may lie after its signing. */
const longestDueMs = 100 * 24 * 3_600_000;

/**
 * The limits of every command of a case, judged by the same function at the station before signing and at the hub on
 * arrival (I2, I10). `openWithinWindow` counts the person's other cases within the policy's repeat window that led to a
 * command of any kind: whoever had their suspensions gets no third way unasked.
 */
export function checkCommandLimits(
  command: CaseCommand,
  policy: PolicyDocument,
  context: Parameters<typeof checkSuspensionLimits>[2],
): Result<null> {
  if (command.kind === 'suspend') return checkSuspensionLimits(command, policy, context);
  const checked = checkIdentityRecord(command, policy, operationOfCommand(command).id);
  if (!checked.ok) return checked;
  if (command.kind === 'request' && command.dueBy !== null) {
    const wait = Date.parse(command.dueBy) - Date.parse(command.issuedAt);
    if (wait <= 0 || wait > longestDueMs) return refuse('hub/limits-exceeded');
  }
  return checkIssue(command, policy, context, longestWaitMs(command, policy));
}

/** When a command that was signed once can no longer be carried out, in milliseconds after its signing. */
export function longestWaitMs(command: CaseCommand, policy: PolicyDocument): number {
  return isIssuing(command) ? longestIssueMs : policy.suspension.maximumQueueHours * 3_600_000;
}

/** Whether a command's answer is shown once: online only, and never done twice. */
export function isIssuing(command: Command): command is IssuingCommand {
  return command.kind === 'new-totp' || command.kind === 'temporary-code';
}

/** Whether a command was decided in a case, on a recorded check. */
export function isOfCase(command: Command): command is CaseCommand {
  return 'caseId' in command;
}

/** The institution's operation that a command of a case carries out, and who must do it there for it to be offered. */
export function operationOfCommand(command: CaseCommand): {
  readonly id: OperationId;
  readonly by: 'provider' | 'centre';
} {
  switch (command.kind) {
    case 'suspend':
      return { id: 'suspend', by: 'provider' };
    case 'reset-factors':
      return { id: 'reset', by: 'provider' };
    case 'new-totp':
      return { id: 'initialise-totp', by: 'provider' };
    case 'temporary-code':
      return { id: 'temporary-code', by: 'provider' };
    case 'request':
      return { id: command.operation, by: 'centre' };
  }
}

/** What an institution does of its operations. */
interface Offering {
  readonly operations: readonly { readonly id: OperationId; readonly by: 'provider' | 'centre' | 'person' }[];
  /** The lengths of its temporary codes; null where it gives none. */
  readonly temporaryCode: { readonly presetsMinutes: readonly number[] } | null;
}

/**
 * Refuses what the institution does not do, and a temporary code for longer than it gives any (`case/not-offered`). Null
 * knows no institution.
 */
export function checkOffered(command: CaseCommand, offering: Offering | null): Result<null> {
  if (offering === null) return ok(null);
  const wanted = operationOfCommand(command);
  const offered = offering.operations.some(({ id, by }) => id === wanted.id && by === wanted.by);
  const lengths = offering.temporaryCode?.presetsMinutes ?? [];
  const tooLong = command.kind === 'temporary-code' && command.minutes > Math.max(0, ...lengths);
  return offered && !tooLong ? ok(null) : refuse('case/not-offered');
}
