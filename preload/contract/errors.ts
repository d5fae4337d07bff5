/**
 * Every refusal is one of these codes. The agent sends a code with parameters, never a sentence; what each
 * code says lies in `messages/error-{ja,en}.json`: what happened and what to do next under `<code>.happened` and
 * `<code>.next`; which of the shared sentences say what was kept and where to go stands in `messages/error-advice.json`.
 */
export const errorCodes = [
  // the road of a call
  'call/unknown-procedure',
  'call/not-offered-here',
  'call/bad-input',
  'call/flood',
  'call/too-large',
  'call/handshake-refused',
  'call/failed',
  'agent/unreachable',
  // operator sign-in
  'staff/not-signed-in',
  'staff/sign-in-stale',
  'staff/not-permitted',
  'staff/already-signed-in',
  'staff/unknown-credential',
  'staff/assertion-refused',
  'staff/counter-regress',
  'staff/ceremony-gone',
  'staff/platform-refused',
  'staff/shared-account',
  'staff/credential-elsewhere',
  'staff/registry-too-old',
  'staff/registry-empty',
  'staff/key-sign-in-needed',
  'staff/other-signer-needed',
  'staff/signer-refused',
  // operators and how they become one
  'operators/policy-silent',
  'operators/exists',
  'operators/unknown',
  'operators/own',
  'operators/person-taken',
  'operators/statement-refused',
  'enrolment/none',
  'enrolment/code-refused',
  'enrolment/step-over',
  'enrolment/model-refused',
  'enrolment/key-taken',
  'enrolment/keys-missing',
  'enrolment/not-this-computer',
  'enrolment/account-unknown',
  'totp/not-allowed',
  'totp/wrong',
  'totp/used',
  'totp/wait',
  'totp/too-many-failures',
  'totp/clock-ahead',
  'totp/clock-behind',
  'totp/zone-ahead',
  'totp/zone-behind',
  'totp/set-up-over',
  'hub/needed',
  // security keys
  'key/none',
  'key/no-permission',
  'key/removed',
  'key/timeout',
  'key/cancelled',
  'key/pin-wrong',
  'key/pin-not-set',
  'key/pin-blocked-until-replug',
  'key/pin-blocked',
  'key/no-credential',
  'key/not-supported',
  'key/busy',
  'key/protocol',
  'key/unavailable',
  'key/pin-not-allowed',
  'key/verification-failed',
  'key/already-registered',
  'key/storage-full',
  'key/u2f-only',
  'key/bad-request',
  'key/not-given',
  'key/reset-window-over',
  'key/other-key',
  'key/gone',
  'key/prompt-gone',
  'key/not-simulated',
  // the station and its time
  'station/not-enrolled',
  'station/store-unavailable',
  'station/disk-full',
  'station/updating',
  'clock/untrusted',
  'policy/missing',
  // lab sign-in
  'session/none',
  'session/already-open',
  'session/no-extension',
  'session/cannot-lock',
  'session/locked',
  'session/not-locked',
  'session/still-wiping',
  'session/wipe-failed',
  'session/no-folder',
  'lab/unknown-tile',
  'lab/program-failed',
  'lab/site-failed',
  'sign-in/wait',
  'sign-in/too-many-failures',
  'sign-in/cancelled',
  // help without signing in
  'guide/no-institution',
  'guide/unknown',
  'guide/no-clock',
  'guide/check-over',
  'guide/no-printer',
  'guide/not-printed',
  // the kiosk
  'kiosk/session-open',
  'kiosk/role-refused',
  'session/wipe-role-refused',
  'kiosk/aid-missing',
  // the second factor
  'factor/over',
  'factor/too-many',
  'factor/rejected',
  'factor/locked',
  'factor/not-sent',
  'factor/refused',
  'factor/unavailable',
  'factor/other-person',
  'factor/provider-refused',
  'factor/window-closed',
  // the counter
  'person/unknown',
  'replica/empty',
  'case/none',
  'case/already-open',
  'case/own-account',
  'case/person-gone',
  'case/no-check',
  'case/check-failed',
  'case/not-decided',
  'case/until-past',
  'case/until-too-late',
  'case/second-approval-needed',
  'case/approval-own',
  'case/approval-over',
  'case/triage-first',
  'case/not-offered',
  'case/opened-too-many',
  'people/listed-too-many',
  'case/approval-same-account',
  'case/document-expired',
  'case/document-undated',
  'case/documents-short',
  'case/my-number',
  'case/prompts-open',
  'case/phone-not-allowed',
  'case/phone-closed',
  'case/no-number-on-file',
  'case/no-call',
  'case/no-waiting-page',
  'waiting/none',
  'case/conflict',
  'command/unknown',
  'command/already-ended',
  'command/not-cancellable',
  'command/not-repeatable',
  // what is decided beside a suspension
  'case/nothing-to-extend',
  'case/extends-shorter',
  'reset/factors-unknown',
  'reset/factor-unknown',
  'reset/factor-changed',
  'issue/online-only',
  'issue/busy',
  'issue/code-wrong',
  'issue/proof-over',
  'request/unknown',
  'request/settled',
  // receipts, shifts and supervision
  'receipt/no-folder',
  'receipt/not-written',
  'shift/none-given',
  'shift/own',
  'oversight/unknown',
  // what a hub may answer to a command (shown on the board)
  'hub/unreachable',
  'hub/station-unknown',
  'hub/station-revoked',
  'hub/station-contested',
  'hub/proof-refused',
  'hub/token-refused',
  'hub/envelope-refused',
  'hub/operator-unknown',
  'hub/operator-revoked',
  'hub/assertion-refused',
  'hub/limits-exceeded',
  'hub/policy-unknown',
  'hub/conflict',
  'hub/day-full',
  'hub/superseded',
  'hub/person-unknown',
  'hub/too-old',
  'hub/tries-exhausted',
  'hub/review-refused',
  'provider/unknown-person',
  'provider/refused',
  'provider/unavailable',
  'provider/not-configured',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export type ErrorParameters = Readonly<Record<string, string | number | boolean>>;

/** An expected failure: a code and what a sentence needs. Never holds what a person typed. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly parameters?: ErrorParameters;
}

/** What a call that may be refused returns. An exception, in contrast, is always a bug. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** A success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A refusal with its code and, where the sentence needs them, parameters. */
export function refuse(code: ErrorCode, parameters?: ErrorParameters): Result<never> {
  return { ok: false, refusal: parameters === undefined ? { code } : { code, parameters } };
}

/** Closes a switch over a union: reaching it is a bug. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
