import { outcomeOfActiveDirectory } from './active-directory-sub-codes.ts';
import type { RefusedOutcome, UnavailableCause } from './directory.ts';

/** What a server answered to a person's bind. */
export interface BindResult {
  /** RFC 4511, 4.1.9. */
  readonly code: number;
  readonly diagnostic: string;
  /** `error` of the password policy response control (draft-behera-ldap-password-policy-11, 6.2), if it came. */
  readonly passwordPolicyError?: number;
}

export type BindVerdict =
  | { readonly verdict: 'accepted' }
  | { readonly verdict: 'refused'; readonly outcome: RefusedOutcome }
  | { readonly verdict: 'unavailable'; readonly cause: UnavailableCause };

/**
 * Decides what a bind's result means for the person.
 *
 * Success counts only without a policy error: a server may accept the bind and say that the password must be changed
 * before anything else. A grace sign-in (an expired password that the server still accepts a few times) is accepted.
 * A code that speaks about the account is a refusal, never `unavailable`: an unavailable directory may be answered
 * for by a cached verifier, and a refused person must not get round the refusal that way.
 */
export function verdictOfBind(result: BindResult): BindVerdict {
  const byPolicy = outcomeOfPasswordPolicy(result.passwordPolicyError);
  switch (result.code) {
    case 0: // success
      return byPolicy === undefined ? { verdict: 'accepted' } : refused(byPolicy);
    case 49: // invalidCredentials
      return refused(byPolicy ?? outcomeOfActiveDirectory(result.diagnostic) ?? 'wrong');
    case 32: // noSuchObject
    case 34: // invalidDNSyntax: a login that no entry's name can hold
      return refused('wrong');
    case 19: // constraintViolation: 389 Directory Server's "exceed password retry limit"
      return refused('locked');
    case 48: // inappropriateAuthentication: the account has no password
    case 50: // insufficientAccessRights
    case 53: // unwillingToPerform
      return refused(byPolicy ?? 'not-allowed');
    default:
      return { verdict: 'unavailable', cause: causeOfResultCode(result.code) };
  }
}

/** Why a server that did answer could not do what was asked (RFC 4511, appendix A). */
export function causeOfResultCode(code: number): UnavailableCause {
  switch (code) {
    case 3: // timeLimitExceeded
    case 11: // adminLimitExceeded
    case 51: // busy
    case 52: // unavailable
      return 'busy';
    default: // among them referral (10), which is never chased, and confidentialityRequired (13)
      return 'configuration';
  }
}

function outcomeOfPasswordPolicy(error: number | undefined): RefusedOutcome | undefined {
  switch (error) {
    case undefined:
      return undefined;
    case 0: // passwordExpired
      return 'expired';
    case 1: // accountLocked
      return 'locked';
    case 2: // changeAfterReset
      return 'must-change';
    default: // the rest speak of changing a password; on a bind they have no meaning
      return 'not-allowed';
  }
}

function refused(outcome: RefusedOutcome): BindVerdict {
  return { verdict: 'refused', outcome };
}
