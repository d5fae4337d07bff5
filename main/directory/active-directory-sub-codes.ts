import type { RefusedOutcome } from './directory.ts';

/**
 * The Windows error (hexadecimal) behind a refused bind, as an outcome. Numbers: "System Error Codes", Microsoft.
 * `701` is an account past its end date, which a new password would not bring back; hence not `expired`.
 */
const OUTCOMES = new Map<number, RefusedOutcome>([
  [0x525, 'wrong'], // ERROR_NO_SUCH_USER
  [0x52e, 'wrong'], // ERROR_LOGON_FAILURE
  [0x52f, 'not-allowed'], // ERROR_ACCOUNT_RESTRICTION
  [0x530, 'not-allowed'], // ERROR_INVALID_LOGON_HOURS
  [0x531, 'not-allowed'], // ERROR_INVALID_WORKSTATION
  [0x532, 'expired'], // ERROR_PASSWORD_EXPIRED
  [0x533, 'disabled'], // ERROR_ACCOUNT_DISABLED
  [0x701, 'disabled'], // ERROR_ACCOUNT_EXPIRED
  [0x773, 'must-change'], // ERROR_PASSWORD_MUST_CHANGE
  [0x775, 'locked'], // ERROR_ACCOUNT_LOCKED_OUT
]);

/**
 * Reads Active Directory's reason out of a refused bind's diagnostic message, which has the form
 * `80090308: LdapErr: DSID-…, comment: AcceptSecurityContext error, data 775, v3839`.
 *
 * @returns undefined when the text isn't of that form or its number is unknown.
 */
export function outcomeOfActiveDirectory(diagnostic: string): RefusedOutcome | undefined {
  const found =
    /\bLdapErr: DSID-[0-9A-F]{1,16}, comment: AcceptSecurityContext error, data ([0-9a-f]{1,8}),/i.exec(
      diagnostic,
    );
  return found?.[1] === undefined ? undefined : OUTCOMES.get(Number.parseInt(found[1], 16));
}
