/**
 * Everything that can go wrong with a security key, as the few cases that a person or a caller can act on. The HID and
 * CTAP layers below use the same union, so that a failure is named once, where it is understood best.
 */
export type FidoErrorCode =
  /** No key was plugged in before the wait ended. */
  | 'key/none'
  /** This machine cannot talk to HID devices at all (a system library or the driver is missing). */
  | 'key/unavailable'
  /** A key is there, but this process may not open it. */
  | 'key/no-permission'
  /** The key was pulled out. */
  | 'key/removed'
  /** The key, or the person, did not answer in time. */
  | 'key/timeout'
  /** The caller or the person gave up. */
  | 'key/cancelled'
  | 'key/pin-wrong'
  /** Three wrong PINs in a row: pull the key out and plug it in again. */
  | 'key/pin-blocked-until-replug'
  /** No PIN retries are left: the key must be reset. */
  | 'key/pin-blocked'
  | 'key/pin-not-set'
  /** The key refuses this PIN, or its present PIN, until another is chosen. */
  | 'key/pin-not-allowed'
  /** The key's own sensor did not recognise the person, and no PIN can stand in. */
  | 'key/verification-failed'
  | 'key/no-credential'
  /** The key already holds a credential of this account. */
  | 'key/already-registered'
  | 'key/storage-full'
  | 'key/not-supported'
  /** The key speaks only U2F (CTAP1), which cannot verify the person. */
  | 'key/u2f-only'
  | 'key/busy'
  /** The key broke the protocol. */
  | 'key/protocol'
  /** The caller's options break WebAuthn's rules. */
  | 'key/bad-request';

/** What key care can end with beside all the others; signing in never does. */
export type KeyCareErrorCode =
  | FidoErrorCode
  /** The key takes a reset only within some seconds of being plugged in, and they are over. */
  | 'key/reset-window-over'
  /** Another key was plugged in than the one to be reset. */
  | 'key/other-key';

export interface FidoError<Code extends string = FidoErrorCode> {
  readonly code: Code;
  /** With `key/pin-wrong`: how many tries are left, where the key told. */
  readonly retriesLeft?: number;
  /** The CTAP status byte behind it, where there was one. */
  readonly status?: number;
  /** For the log: fixed words about what happened; never a PIN, a key or what a device sent. */
  readonly detail?: string;
}

/** What every operation of this room returns; exceptions are bugs. */
export type FidoResult<T, Code extends string = FidoErrorCode> =
  | { readonly ok: true; readonly value: T }
  | FidoFailure<Code>;

export interface FidoFailure<Code extends string = FidoErrorCode> {
  readonly ok: false;
  readonly error: FidoError<Code>;
}

/** What the operations of key care return. */
export type KeyCareResult<T> = FidoResult<T, KeyCareErrorCode>;

/** A success. */
export function succeed<T>(value: T): FidoResult<T> {
  return { ok: true, value };
}

/** An expected failure. */
export function fail(code: FidoErrorCode, detail?: string): FidoFailure {
  return { ok: false, error: detail === undefined ? { code } : { code, detail } };
}
