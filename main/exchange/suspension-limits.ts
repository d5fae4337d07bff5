import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { Role } from '../../preload/contract/models/lab.ts';
import type { OperationId } from '../../preload/contract/models/triage.ts';
import type { SuspendCommand } from './command.ts';
import { judgeEvidence } from './identity-evidence.ts';
import { localDate } from './local-moment.ts';
import type { PolicyDocument } from './policy-document.ts';
import { approvalReason } from './second-approval.ts';

/** How long a recorded check may wait for its decision: the visitor is still at the counter. */
export const maximumCheckAgeMs = 60 * 60_000;

/**
 * The limits of a suspension, judged by the same function at the station before signing and at the hub on arrival
 * (I2, I10): its check passed and is complete, its end lies after `issuedAt` and within the policy's maximum, and it
 * is not older than a queued command may be. `openWithinWindow` counts the person's suspensions in the policy's
 * repeat window, this one excluded; where the policy then asks for a second approval, it is there (`approved`), or at the
 * station may still be asked for.
 */
export function checkSuspensionLimits(
  command: SuspendCommand,
  policy: PolicyDocument,
  context: {
    readonly now: Date;
    readonly openWithinWindow: number;
    /** The person's role as the directory has it. */
    readonly role: Role;
    readonly approved: boolean;
  },
): Result<null> {
  const issued = Date.parse(command.issuedAt);
  const until = Date.parse(command.until);
  const hour = 3_600_000;
  const checked = checkIdentityRecord(command, policy, 'suspend');
  if (!checked.ok) return checked;
  if (until <= issued) return refuse('case/until-past');
  if (until - issued > policy.suspension.maximumHours * hour) {
    return refuse('case/until-too-late', { hours: policy.suspension.maximumHours });
  }
  return checkIssue(command, policy, context, policy.suspension.maximumQueueHours * hour);
}

/**
 * Whether the identity check that a command of a case carries is enough for the operation, and was fresh when it was decided
 * (I1).
 */
export function checkIdentityRecord(
  command: Pick<SuspendCommand, 'check' | 'issuedAt'>,
  policy: PolicyDocument,
  operation: OperationId,
): Result<null> {
  const issued = Date.parse(command.issuedAt);
  const today = localDate(command.check.checkedAt, policy.exemption.timeZone);
  const evidence = judgeEvidence(command.check, policy, { operation, today });
  if (!evidence.ok) return evidence;
  const checked = Date.parse(command.check.checkedAt);
  if (checked > issued || issued - checked > maximumCheckAgeMs) return refuse('case/no-check');
  return ok(null);
}

/** Whether a command of a case is neither too old nor from the future, and has the second approval that it needs. */
export function checkIssue(
  command: Pick<SuspendCommand, 'person' | 'issuedAt'>,
  policy: PolicyDocument,
  context: Parameters<typeof checkSuspensionLimits>[2],
  longestWaitMs: number,
): Result<null> {
  const issued = Date.parse(command.issuedAt);
  if (context.now.getTime() - issued > longestWaitMs) return refuse('hub/too-old');
  if (issued - context.now.getTime() > 5 * 60_000) return refuse('clock/untrusted');
  if (!context.approved && approvalReason(command.person, policy, context) !== null)
    return refuse('case/second-approval-needed');
  return ok(null);
}
