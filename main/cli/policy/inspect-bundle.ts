import { verifyBundle } from '../../agent/policy/verify-bundle.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { documentKeyId } from '../../exchange/signed-document.ts';
import type { PublicJwk } from '../../exchange/signing-key.ts';
import { checkPolicy } from './check-policy.ts';
import type { PolicyProblem } from './policy-problem.ts';
import { readUnverifiedPolicy } from './policy-source.ts';

export interface InspectedBundle {
  /** The key that the bundle names, whether or not it signed it; null when it names none. */
  readonly keyId: string | null;
  /** `not-checked` when no key was given: then nothing in it may be relied on. */
  readonly signature: 'valid' | 'wrong' | 'not-checked';
  /** What it says, even with a wrong signature; null when it is no policy. */
  readonly policy: PolicyDocument | null;
  /** Where `at` lies in its validity; null without a policy. */
  readonly validity: 'not-yet-valid' | 'valid' | 'expired' | null;
  readonly problems: readonly PolicyProblem[];
}

/** Takes a policy bundle apart for a person to read. `keys` are the policy keys to check it by. */
export function inspectBundle(bundle: string, keys: readonly PublicJwk[], at: Date): InspectedBundle {
  const text = bundle.trim();
  const policy = readUnverifiedPolicy(text);
  return {
    keyId: documentKeyId(text),
    signature: keys.length === 0 ? 'not-checked' : verifyBundle(text, keys) === null ? 'wrong' : 'valid',
    policy,
    validity: policy === null ? null : validityAt(policy, at),
    problems: policy === null ? [] : checkPolicy(policy, at),
  };
}

/** Where a moment lies in a policy's validity. */
export function validityAt(policy: PolicyDocument, at: Date): 'not-yet-valid' | 'valid' | 'expired' {
  if (at.getTime() < Date.parse(policy.validFrom)) return 'not-yet-valid';
  return at.getTime() < Date.parse(policy.validUntil) ? 'valid' : 'expired';
}
