import type { DirectoryPerson, RefusedOutcome, UnavailableCause } from './directory-person.ts';
import { type LoginRules, personOfLogin } from './login-rules.ts';
import { type OktaTransaction, oktaError, oktaFactor } from './okta-transaction.ts';
import { type FactorKind, maskedNumber, type OfferedFactor } from './second-factor.ts';

export type OktaVerdict =
  | { readonly verdict: 'person' }
  | { readonly verdict: 'factors' }
  | { readonly verdict: 'waiting' }
  | { readonly verdict: 'rejected' | 'over' }
  | { readonly verdict: 'refused'; readonly outcome: RefusedOutcome };

/**
 * What a transaction's status means. `PASSWORD_WARN` is a password that will expire soon and still counts. A status
 * that is not known is a refusal, never `unavailable`: Okta did look at the account.
 */
export function verdictOfTransaction({ status, factorResult }: OktaTransaction): OktaVerdict {
  switch (status) {
    case 'SUCCESS':
    case 'PASSWORD_WARN':
      return { verdict: 'person' };
    case 'MFA_REQUIRED':
      return { verdict: 'factors' };
    case 'MFA_CHALLENGE':
      if (factorResult === 'REJECTED') return { verdict: 'rejected' };
      return { verdict: factorResult === 'TIMEOUT' || factorResult === 'CANCELLED' ? 'over' : 'waiting' };
    case 'MFA_ENROLL': // has to register a factor first, which isn't done at a lab workstation
    case 'MFA_ENROLL_ACTIVATE':
      return { verdict: 'refused', outcome: 'mfa-required' };
    case 'PASSWORD_EXPIRED':
      return { verdict: 'refused', outcome: 'expired' };
    case 'PASSWORD_RESET':
    case 'RECOVERY':
    case 'RECOVERY_CHALLENGE':
      return { verdict: 'refused', outcome: 'must-change' };
    case 'LOCKED_OUT':
      return { verdict: 'refused', outcome: 'locked' };
    case 'UNAUTHENTICATED':
      return { verdict: 'refused', outcome: 'wrong' };
    default:
      return { verdict: 'refused', outcome: 'not-allowed' };
  }
}

export type OktaErrorVerdict =
  | { readonly verdict: 'refused'; readonly outcome: RefusedOutcome }
  | { readonly verdict: 'wrong-code' | 'over' | 'recently-sent' }
  | { readonly verdict: 'unavailable'; readonly cause: UnavailableCause };

/** What a refusal's status and code mean (developer.okta.com, "Okta error codes and descriptions"). */
export function verdictOfError(status: number, body: unknown): OktaErrorVerdict {
  const code = oktaError.safeParse(body).data?.errorCode;
  switch (code) {
    case 'E0000004': // authentication failed; by default also for a locked account
      return { verdict: 'refused', outcome: 'wrong' };
    case 'E0000069': // user locked
    case 'E0000119':
      return { verdict: 'refused', outcome: 'locked' };
    case 'E0000006': // no permission: the sign-on policy denies it
    case 'E0000079': // this operation is not allowed in the current state
    case 'E0000095':
      return { verdict: 'refused', outcome: 'not-allowed' };
    case 'E0000068': // invalid passcode
      return { verdict: 'wrong-code' };
    case 'E0000011': // invalid state token
      return { verdict: 'over' };
    case 'E0000109': // a message was sent less than 30 seconds ago
      return { verdict: 'recently-sent' };
    case 'E0000047':
      return { verdict: 'unavailable', cause: 'busy' };
    default:
      if (status === 401) return { verdict: 'refused', outcome: 'wrong' };
      if (status === 403) return { verdict: 'refused', outcome: 'not-allowed' };
      return { verdict: 'unavailable', cause: status === 429 || status >= 500 ? 'busy' : 'configuration' };
  }
}

/** The person of a transaction; undefined where it names none that the rules know. */
export function personOfTransaction(
  transaction: OktaTransaction,
  rules: LoginRules,
): DirectoryPerson | undefined {
  const profile = transaction._embedded?.user?.profile;
  if (profile === undefined) return undefined;
  const { login, firstName, lastName, displayName } = profile;
  const name = displayName ?? [lastName, firstName].filter((part) => (part ?? '') !== '').join(' ');
  return personOfLogin(login, name === '' ? login : name, rules);
}

/** Security questions, keys that want a browser and the like are left out: they can't be asked here, or shouldn't be. */
const kinds = new Map<string, FactorKind>([
  ['token:software:totp', 'totp'],
  ['token', 'token'],
  ['token:hardware', 'token'],
  ['token:hotp', 'token'],
  ['sms', 'sms'],
  ['call', 'call'],
  ['email', 'email'],
  ['push', 'push'],
]);

/** The factors that can be asked for at a workstation, with as much of each number as its owner needs to know it. */
export function offeredFactors(transaction: OktaTransaction): OfferedFactor[] {
  return (transaction._embedded?.factors ?? []).flatMap((each) => {
    const factor = oktaFactor.safeParse(each).data;
    const kind = factor === undefined ? undefined : kinds.get(factor.factorType);
    return factor === undefined || kind === undefined ? [] : [{ id: factor.id, kind, hint: hintOf(factor) }];
  });
}

function hintOf({ profile, provider, factorType }: ReturnType<typeof oktaFactor.parse>): string | null {
  if (profile?.phoneNumber !== undefined) return maskedNumber(profile.phoneNumber);
  if (profile?.email !== undefined) return maskedAddress(profile.email);
  if (factorType === 'push') return profile?.name?.slice(0, 60) ?? null;
  if (factorType !== 'token:software:totp') return null;
  return provider === 'GOOGLE' ? 'Google Authenticator' : 'Okta Verify';
}

/** Okta masks addresses itself (`a***b@example.com`); what is not masked is masked here. */
function maskedAddress(address: string): string | null {
  const [name = '', host = ''] = address.split('@');
  if (host === '' || name === '') return null;
  return `${name.slice(0, 1)}•••@${host.slice(0, 80)}`;
}

/** The number that a push with number challenge wants pressed on the phone. */
export function numberToShow(transaction: OktaTransaction): string | null {
  const answer = oktaFactor.safeParse(transaction._embedded?.factor).data?._embedded?.challenge
    ?.correctAnswer;
  return answer === undefined ? null : String(answer).slice(0, 8);
}
