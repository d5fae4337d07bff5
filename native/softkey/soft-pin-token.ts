import { randomBytes } from 'node:crypto';
import { type PinProtocol, verifyTag } from '../ctap/pin-protocol.ts';

/** CTAP 2.2 §6.5.2.1: a token is never good for longer than ten minutes. */
const tokenLifetime = 600_000;
/** CTAP 2.2 §6.5.2.1: nor does a touch that made it count for longer. */
const presenceLifetime = 30_000;

interface IssuedToken {
  readonly protocol: PinProtocol;
  readonly bytes: Uint8Array;
  permissions: number;
  rpId: string | null;
  readonly issuedAt: number;
  /** Made by a touch of the sensor, which stands for one later touch. */
  present: boolean;
}

interface TokenProof {
  readonly protocol: PinProtocol;
  readonly parameter: Uint8Array;
  readonly message: Uint8Array;
}

/** The one pinUvAuthToken that a software key has given out (CTAP 2.2 §6.5.2.1). */
export interface SoftPinToken {
  /** Makes a new token and forgets the one before. `rpId` null: the first RP that it is used for binds it. */
  issue(protocol: PinProtocol, permissions: number, rpId: string | null, present: boolean): Uint8Array;
  /** Whether a parameter proves the token for this message, permission and RP; binds it to the RP. */
  proves(proof: TokenProof, permission: number, rpId: string): boolean;
  /**
   * Whether a parameter proves the token for managing the key: a token that is bound to an RP only where `serves` says
   * so of that RP. Binds nothing.
   */
  provesManagement(proof: TokenProof, permission: number, serves: (rpId: string) => boolean): boolean;
  /** Whether the touch that made the token stands for the one that a command needs. */
  readonly present: boolean;
  /** After an operation with user presence the token is good for nothing more. */
  spend(): void;
  forget(): void;
}

/** `now` is a monotonic clock in milliseconds. */
export function createSoftPinToken(now: () => number): SoftPinToken {
  let issued: IssuedToken | null = null;

  function valid({ protocol, parameter, message }: TokenProof, permission: number): IssuedToken | null {
    if (issued === null || issued.protocol !== protocol) return null;
    if (!verifyTag(protocol, issued.bytes, message, parameter)) return null;
    const expired = now() - issued.issuedAt > tokenLifetime;
    return expired || (issued.permissions & permission) === 0 ? null : issued;
  }

  return {
    issue(protocol, permissions, rpId, present) {
      issued = { protocol, bytes: randomBytes(32), permissions, rpId, issuedAt: now(), present };
      return issued.bytes;
    },
    proves(proof, permission, rpId) {
      const token = valid(proof, permission);
      if (token === null || (token.rpId !== null && token.rpId !== rpId)) return false;
      token.rpId = rpId;
      return true;
    },
    provesManagement(proof, permission, serves) {
      const token = valid(proof, permission);
      return token !== null && (token.rpId === null || serves(token.rpId));
    },
    get present() {
      return issued?.present === true && now() - issued.issuedAt <= presenceLifetime;
    },
    spend() {
      if (issued === null) return;
      issued.permissions = 0;
      issued.present = false;
    },
    forget() {
      issued = null;
    },
  };
}
