import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { PolicyState } from '../ports.ts';

/** The highest policy that a station has ever accepted; it never goes back behind it. */
export interface PolicyMark {
  readonly institution: string;
  readonly version: number;
  /** SHA-256 of the policy's canonical JSON, base64url: one version has one content. */
  readonly digest: string;
}

/** Whether a policy stands behind what was accepted before: a lower version, or the same version with other content. */
export function isBehind(
  candidate: PolicyMark,
  highest: PolicyMark,
): 'lower-version' | 'other-content' | null {
  if (candidate.institution !== highest.institution) return null;
  if (candidate.version < highest.version) return 'lower-version';
  return candidate.version === highest.version && candidate.digest !== highest.digest
    ? 'other-content'
    : null;
}

/**
 * Judges a policy whose signature was already verified, at the moment `now`. `validFrom` is inclusive, `validUntil`
 * exclusive. Without a mark the policy was never accepted by this station and counts as rolled back. A policy of
 * another institution is not handed on: nothing in it may be shown or used.
 */
export function judgePolicy(given: {
  readonly policy: PolicyDocument;
  readonly digest: string;
  readonly institution: string;
  readonly highest: PolicyMark | null;
  readonly now: Date;
}): PolicyState {
  const { policy, highest, now } = given;
  if (policy.institution !== given.institution) {
    return { state: 'invalid', reason: 'policy-other-institution', policy: null };
  }
  const own: PolicyMark = {
    institution: policy.institution,
    version: policy.version,
    digest: given.digest,
  };
  if (highest === null || highest.institution !== own.institution || isBehind(own, highest) !== null) {
    return { state: 'invalid', reason: 'policy-rolled-back', policy };
  }
  const at = now.getTime();
  if (!(at >= Date.parse(policy.validFrom))) {
    return { state: 'invalid', reason: 'policy-not-yet-valid', policy };
  }
  if (!(at < Date.parse(policy.validUntil))) return { state: 'invalid', reason: 'policy-expired', policy };
  return { state: 'valid', policy };
}
