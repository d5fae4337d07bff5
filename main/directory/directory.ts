import type { DirectoryPerson, RefusedOutcome, UnavailableCause } from './directory-person.ts';
import type { FactorChallenge, FactorVerifier } from './second-factor.ts';

export type { DirectoryPerson, DirectoryRole, RefusedOutcome, UnavailableCause } from './directory-person.ts';

/** One of nine outcomes. Neither carries the password, nor a refused login. */
export type DirectoryAnswer =
  | { readonly outcome: 'ok'; readonly person: DirectoryPerson }
  | {
      readonly outcome: RefusedOutcome;
      /** With `mfa-required`, where this directory can ask for the second factor itself: see {@link Directory.secondFactor}. */
      readonly challenge?: FactorChallenge;
    }
  | { readonly outcome: 'unavailable'; readonly cause: UnavailableCause };

export interface VerifyRequest {
  /** At most {@link MAXIMUM_LOGIN_LENGTH} characters, no control characters. */
  readonly login: string;
  /** At most {@link MAXIMUM_PASSWORD_BYTES} bytes of UTF-8. */
  readonly password: string;
  /** Gives up; the answer is then `unavailable` with the cause `cancelled`. */
  readonly signal?: AbortSignal;
}

/** Verifies passwords against one institution's accounts. Nothing is persisted and nothing is logged. */
export interface Directory {
  /** Which connector this is (`ldap`, `local`, …), for logs and `doctor`. */
  readonly kind: string;
  /** Never rejects: whatever fails outside is an `unavailable` answer. */
  verify(request: VerifyRequest): Promise<DirectoryAnswer>;
  /** Takes on a `mfa-required` answer's challenge; absent where this directory never gives one. */
  readonly secondFactor?: FactorVerifier;
  /** Ends what is under way (its answer is `cancelled`) and releases connections. */
  close(): Promise<void>;
}

export const MAXIMUM_LOGIN_LENGTH = 128;
export const MAXIMUM_PASSWORD_BYTES = 1024;

/**
 * Whether a login and password may be sent to a directory at all. Every connector asks this first and answers
 * `wrong` when it is false.
 *
 * An empty password is refused because servers take a bind without one as anonymous and report success
 * (RFC 4513, 5.1.2); one with NUL, because a server that ends strings there would see an empty one.
 */
export function areSendable(login: string, password: string): boolean {
  if (login.trim() === '' || login.length > MAXIMUM_LOGIN_LENGTH) return false;
  // What nobody sees, some servers pass over (RFC 4518, 2.2): one account would have any number of spellings.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(login)) return false;
  if (password === '' || /[\0\p{Cs}]/u.test(password)) return false;
  return Buffer.byteLength(password, 'utf8') <= MAXIMUM_PASSWORD_BYTES;
}
