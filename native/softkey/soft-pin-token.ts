import { randomBytes } from 'node:crypto';
import { type PinProtocol, verifyTag } from '../ctap/pin-protocol.ts';

/** CTAP 2.2 §6.5.2.1: a token is never good for longer than ten minutes. */
const tokenLifetime = 600_000;

interface IssuedToken {
  readonly protocol: PinProtocol;
  readonly bytes: Uint8Array;
  permissions: number;
  rpId: string | null;
  readonly issuedAt: number;
}

/** The one pinUvAuthToken that a software key has given out (CTAP 2.2 §6.5.2.1). */
export interface SoftPinToken {
  /** Makes a new token and forgets the one before. `rpId` null: the first RP that it is used for binds it. */
  issue(protocol: PinProtocol, permissions: number, rpId: string | null): Uint8Array;
  /** Whether a parameter proves the token for this message, permission and RP. */
  proves(
    proof: { readonly protocol: PinProtocol; readonly parameter: Uint8Array; readonly message: Uint8Array },
    permission: number,
    rpId: string,
  ): boolean;
  /** After an operation with user presence the token is good for nothing more. */
  spend(): void;
  forget(): void;
}

/** `now` is a monotonic clock in milliseconds. */
export function createSoftPinToken(now: () => number): SoftPinToken {
  let issued: IssuedToken | null = null;
  return {
    issue(protocol, permissions, rpId) {
      issued = { protocol, bytes: randomBytes(32), permissions, rpId, issuedAt: now() };
      return issued.bytes;
    },
    proves({ protocol, parameter, message }, permission, rpId) {
      if (issued === null || issued.protocol !== protocol) return false;
      if (!verifyTag(protocol, issued.bytes, message, parameter)) return false;
      if (now() - issued.issuedAt > tokenLifetime || (issued.permissions & permission) === 0) return false;
      if (issued.rpId !== null && issued.rpId !== rpId) return false;
      issued.rpId = rpId;
      return true;
    },
    spend() {
      if (issued !== null) issued.permissions = 0;
    },
    forget() {
      issued = null;
    },
  };
}
