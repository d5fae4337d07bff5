/** What a person is to the institution; an exemption policy names these. */
export type DirectoryRole = 'student' | 'staff' | 'faculty' | 'guest';

/** A person as the directory describes them, once it has accepted their password. */
export interface DirectoryPerson {
  /** The institution's own lasting identifier (a student or staff number), never reused. */
  readonly id: string;
  /** The login as the directory spells it, which may differ in case from what was typed. */
  readonly login: string;
  readonly displayName: string;
  readonly kana?: string;
  /** Empty when no group of the person carries a role: such a person is exempt from nothing. */
  readonly roles: readonly DirectoryRole[];
  /** The groups' names as the directory spells them. */
  readonly groups: readonly string[];
}

/**
 * Why no answer could be had; for logs and `doctor`.
 * - `network`: no server could be reached, or the connection broke.
 * - `timeout`: a server took longer than its limit.
 * - `tls`: no protected connection with a trusted certificate.
 * - `busy`: the server said that it can't answer now.
 * - `configuration`: server and settings disagree; waiting will not mend it.
 * - `cancelled`: the caller gave up, or the directory was closed.
 */
export type UnavailableCause = 'network' | 'timeout' | 'tls' | 'busy' | 'configuration' | 'cancelled';

/**
 * - `wrong`: unknown login or wrong password, not told apart.
 * - `locked`: too many failures.
 * - `expired`: the password is too old to be used.
 * - `must-change`: correct, but an administrator set it and it has to be changed first.
 * - `disabled`: the account was switched off or has ended.
 * - `not-allowed`: the directory doesn't let this account in here, now or in this way.
 * - `mfa-required`: the password alone isn't enough for this directory.
 */
export type RefusedOutcome =
  | 'wrong'
  | 'locked'
  | 'expired'
  | 'must-change'
  | 'disabled'
  | 'not-allowed'
  | 'mfa-required';

/** One of nine outcomes. Neither carries the password, nor a refused login. */
export type DirectoryAnswer =
  | { readonly outcome: 'ok'; readonly person: DirectoryPerson }
  | { readonly outcome: RefusedOutcome }
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
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(login)) return false;
  if (password === '' || /[\0\p{Cs}]/u.test(password)) return false;
  return Buffer.byteLength(password, 'utf8') <= MAXIMUM_PASSWORD_BYTES;
}
