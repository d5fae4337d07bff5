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
  /** The groups' names as the directory spells them; null where it does not tell groups, which is not the same as none. */
  readonly groups: readonly string[] | null;
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
