import type { PolicyDocument } from '../../main/exchange/policy-document.ts';

/** The policy, with a second operator's touch asked for whenever it is about one of these people. */
export function askingSecondApproval(policy: PolicyDocument, people: readonly string[]): PolicyDocument {
  return { ...policy, suspension: { ...policy.suspension, alwaysSecondApproval: { people: [...people] } } };
}
