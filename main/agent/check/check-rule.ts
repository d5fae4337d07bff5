import type { CheckPrompt } from '../../../preload/contract/models/check.ts';
import type { CheckMethod } from '../../../preload/contract/models/identity.ts';
import type { OperationId } from '../../../preload/contract/models/triage.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { Profile } from '../../profile/profile.ts';
import { operationOf } from '../../profile/profiles.ts';
import type { CaseRecord } from '../counter/case-table.ts';
import { checkedOperations, followTriage } from '../counter/triage-path.ts';

/** What a case's check is for, and how it may be made. */
export interface CheckRule {
  /** What the case leads to that a check is needed for; a suspension where the institution asks nothing of its own. */
  readonly operations: readonly OperationId[];
  readonly methods: readonly CheckMethod[];
  readonly prompts: readonly CheckPrompt[];
}

/**
 * The rule for a case where it now stands: by telephone only where both the profile and the policy allow it for
 * everything that the case leads to.
 */
export function checkRule(profile: Profile | null, record: CaseRecord, policy: PolicyDocument): CheckRule {
  if (profile === null) return { operations: ['suspend'], methods: ['documents'], prompts: [] };
  const { outcome } = followTriage(profile, record.reason, record.triage.answers);
  const operations = outcome === null ? [] : checkedOperations(profile, outcome);
  const byPhone =
    profile.phone !== null &&
    operations.length > 0 &&
    operations.every(
      (id) =>
        operationOf(profile, id)?.identity === 'phone' &&
        profile.phone?.operations.includes(id) === true &&
        policy.suspension.evidence?.byPhone?.includes(id) === true,
    );
  return {
    operations,
    methods: byPhone ? ['phone', 'documents'] : ['documents'],
    prompts: profile.checkPrompts,
  };
}

/** Whether a caller has to have their waiting page open: what is issued then appears on it, and no operator sees it. */
export function needsPage({ operations }: Pick<CheckRule, 'operations'>): boolean {
  return operations.includes('initialise-totp');
}

/** Whether every point that the institution names was acknowledged. */
export function allAcknowledged(
  prompts: readonly { readonly id: string }[],
  given: readonly string[],
): boolean {
  return prompts.every(({ id }) => given.includes(id));
}

/** Ids of the points that an operator goes through at the telephone, in the order of the profile's. */
export function phonePoints(profile: Profile): readonly { readonly id: string }[] {
  return (profile.phone?.check ?? []).map((_, index) => ({ id: `call-${index + 1}` }));
}
