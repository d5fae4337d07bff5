import type { FidoError, FidoErrorCode } from '../client/fido-error.ts';

/** The status bytes of CTAP 2.2 §8.2 that this code sends or tells apart; all the others only pass through. */
export const ctapStatus = {
  ok: 0x00,
  invalidCommand: 0x01,
  invalidParameter: 0x02,
  invalidLength: 0x03,
  cborUnexpectedType: 0x11,
  invalidCbor: 0x12,
  missingParameter: 0x14,
  credentialExcluded: 0x19,
  unsupportedAlgorithm: 0x26,
  operationDenied: 0x27,
  keyStoreFull: 0x28,
  invalidOption: 0x2c,
  keepaliveCancel: 0x2d,
  noCredentials: 0x2e,
  userActionTimeout: 0x2f,
  notAllowed: 0x30,
  pinInvalid: 0x31,
  pinBlocked: 0x32,
  pinAuthInvalid: 0x33,
  pinAuthBlocked: 0x34,
  pinNotSet: 0x35,
  authTokenRequired: 0x36,
  pinPolicyViolation: 0x37,
  uvBlocked: 0x3c,
  invalidSubcommand: 0x3e,
  uvInvalid: 0x3f,
  unauthorizedPermission: 0x40,
  other: 0x7f,
} as const;

/** Turns a status byte other than 0x00 into the error of the client (CTAP 2.2 §8.2). */
export function errorOfStatus(status: number): FidoError {
  const detail = `CTAP status 0x${status.toString(16).padStart(2, '0')}`;
  return { code: codeOfStatus(status), status, detail };
}

function codeOfStatus(status: number): FidoErrorCode {
  switch (status) {
    case 0x05: // TIMEOUT
    case 0x2f: // USER_ACTION_TIMEOUT
    case 0x3a: // ACTION_TIMEOUT of CTAP 2.0
      return 'key/timeout';
    case 0x06: // CHANNEL_BUSY
    case 0x0a: // LOCK_REQUIRED
    case 0x23: // USER_ACTION_PENDING
    case 0x24: // OPERATION_PENDING
    case 0x21: // PROCESSING
      return 'key/busy';
    case 0x27: // OPERATION_DENIED: the person said no on the key
    case 0x2d: // KEEPALIVE_CANCEL
      return 'key/cancelled';
    case 0x19: // CREDENTIAL_EXCLUDED
      return 'key/already-registered';
    case 0x22: // INVALID_CREDENTIAL
    case 0x25: // NO_OPERATIONS
    case 0x2e: // NO_CREDENTIALS
      return 'key/no-credential';
    case 0x17: // FP_DATABASE_FULL
    case 0x18: // LARGE_BLOB_STORAGE_FULL
    case 0x28: // KEY_STORE_FULL
      return 'key/storage-full';
    case 0x31: // PIN_INVALID
      return 'key/pin-wrong';
    case 0x32: // PIN_BLOCKED
      return 'key/pin-blocked';
    case 0x34: // PIN_AUTH_BLOCKED
      return 'key/pin-blocked-until-replug';
    case 0x35: // PIN_NOT_SET
      return 'key/pin-not-set';
    case 0x37: // PIN_POLICY_VIOLATION
      return 'key/pin-not-allowed';
    case 0x3c: // UV_BLOCKED
    case 0x3f: // UV_INVALID
      return 'key/verification-failed';
    case 0x01: // INVALID_COMMAND
    case 0x16: // UNSUPPORTED_EXTENSION of CTAP 2.0
    case 0x26: // UNSUPPORTED_ALGORITHM
    case 0x2b: // UNSUPPORTED_OPTION
    case 0x2c: // INVALID_OPTION
    case 0x3e: // INVALID_SUBCOMMAND
    case 0x40: // UNAUTHORIZED_PERMISSION
      return 'key/not-supported';
    default: // wrong lengths, parameters, CBOR, channels, tokens, integrity, vendor codes: the protocol went wrong
      return 'key/protocol';
  }
}
