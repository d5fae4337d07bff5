import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { Role } from '../../preload/contract/models/lab.ts';
import type { SuspendCommand } from './command.ts';
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
  if (command.check.outcome !== 'passed') return refuse('case/check-failed');
  const complete = command.check.documents.every(
    (document) =>
      document.photoMatches &&
      document.nameMatches &&
      policy.suspension.documents.includes(document.type) &&
      (document.validUntil === null ||
        document.validUntil >= localDate(command.check.checkedAt, policy.exemption.timeZone)),
  );
  if (!complete) return refuse('case/check-failed');
  const checked = Date.parse(command.check.checkedAt);
  if (checked > issued || issued - checked > maximumCheckAgeMs) return refuse('case/no-check');
  if (until <= issued) return refuse('case/until-past');
  if (until - issued > policy.suspension.maximumHours * hour) {
    return refuse('case/until-too-late', { hours: policy.suspension.maximumHours });
  }
  if (context.now.getTime() - issued > policy.suspension.maximumQueueHours * hour)
    return refuse('hub/too-old');
  if (issued - context.now.getTime() > 5 * 60_000) return refuse('clock/untrusted');
  if (!context.approved && approvalReason(command.person, policy, context) !== null)
    return refuse('case/second-approval-needed');
  return ok(null);
}

/** The calendar date of an instant in a time zone, `YYYY-MM-DD`. */
export function localDate(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(at));
}
