import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { ApprovalReason } from '../../preload/contract/models/counter.ts';
import type { Role } from '../../preload/contract/models/lab.ts';
import { approvalIdentity, type CredentialBinding } from './credential-binding.ts';
import type { PolicyDocument } from './policy-document.ts';

/**
 * Why the policy asks for a second approval of a person's suspension, or null where it doesn't. Asked alike at the station,
 * which knows of its own suspensions, and at the hub, which knows of all and has the last word (I10).
 */
export function approvalReason(
  person: string,
  policy: PolicyDocument,
  known: { readonly openWithinWindow: number; readonly role: Role },
): ApprovalReason | null {
  const always = policy.suspension.alwaysSecondApproval;
  if (always?.roles?.includes(known.role) === true || always?.people?.includes(person) === true)
    return 'privileged';
  return known.openWithinWindow >= policy.suspension.repeatLimit ? 'repeat' : null;
}

/** One approval of a case, as its verified signature and the operators' registry tell of it. */
export interface Approval {
  readonly operator: string;
  /** The operator's own account at the institution; null where they have none. */
  readonly person: string | null;
  /** The binding of the credential that signed; none for a key that a person carries. */
  readonly binding: CredentialBinding | undefined;
}

/**
 * Whether a second approval counts beside the first (I4): by another operator, who is another person, and never by a
 * platform authenticator of the same desktop account, wherever it is registered: two people who know one Windows PIN
 * count once. Refuses with `case/approval-own` or `case/approval-same-account`. It does not matter which came first.
 */
export function judgeSecondApproval(first: Approval, second: Approval): Result<null> {
  if (first.operator === second.operator) return refuse('case/approval-own');
  if (first.person !== null && first.person === second.person) return refuse('case/approval-own');
  const proved = (approval: Approval) => approvalIdentity(approval.operator, approval.binding);
  return proved(first) === proved(second) ? refuse('case/approval-same-account') : ok(null);
}
