import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { OperatorCredential } from '../../main/exchange/operator-assertion.ts';
import type { OperatorAssertion } from '../../preload/contract/models/staff.ts';

/** What an assertion says; each may be bent to see it refused. */
export interface AssertionWish {
  /** base64url. */
  readonly challenge: string;
  readonly rpId: string;
  readonly origin?: string;
  readonly type?: string;
  readonly userPresent?: boolean;
  readonly userVerified?: boolean;
  /** The credential may be copied to other devices (WebAuthn Level 3 §6.1.3). */
  readonly backupEligible?: boolean;
  readonly attachment?: 'platform' | 'cross-platform';
  /** The signature counter to claim in place of the next one. */
  readonly counter?: number;
}

/** An ES256 authenticator in software, written from WebAuthn Level 3 §6.1 and §6.5.5 and RFC 9053 §2.1. */
export interface WebAuthnSigner {
  readonly credential: OperatorCredential;
  readonly publicKey: KeyObject;
  assert(wish: AssertionWish): OperatorAssertion;
}

/** A new key pair with a random credential id and a signature counter that starts at 1. */
export function createWebAuthnSigner(label = 'test key'): WebAuthnSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32).toString('base64url');
  const jwk = publicKey.export({ format: 'jwk' });
  let counter = 0;
  return {
    publicKey,
    credential: { id, publicKey: coseKey(jwk.x ?? '', jwk.y ?? '').toString('base64url'), label },
    assert(wish) {
      counter += 1;
      const clientData = Buffer.from(
        JSON.stringify({
          type: wish.type ?? 'webauthn.get',
          challenge: wish.challenge,
          origin: wish.origin ?? `https://${wish.rpId}`,
          crossOrigin: false,
        }),
      );
      const flags =
        ((wish.userPresent ?? true) ? 0x01 : 0) |
        ((wish.userVerified ?? true) ? 0x04 : 0) |
        ((wish.backupEligible ?? false) ? 0x08 : 0);
      const tail = Buffer.alloc(5);
      tail.writeUInt8(flags, 0);
      tail.writeUInt32BE(wish.counter ?? counter, 1);
      const authenticatorData = Buffer.concat([createHash('sha256').update(wish.rpId).digest(), tail]);
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()]);
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: clientData.toString('base64url'),
          authenticatorData: authenticatorData.toString('base64url'),
          // ASN.1 DER, as authenticators give ECDSA signatures.
          signature: sign('sha256', signed, { key: privateKey, dsaEncoding: 'der' }).toString('base64url'),
        },
        clientExtensionResults: {},
        ...(wish.attachment === undefined ? {} : { authenticatorAttachment: wish.attachment }),
      };
    },
  };
}

/** COSE_Key of an ES256 public key: {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9052 §7, RFC 9053 §7.1). */
function coseKey(x: string, y: string): Buffer {
  const coordinate = (label: number, value: string) =>
    Buffer.concat([Buffer.from([label, 0x58, 32]), Buffer.from(value, 'base64url')]);
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]),
    coordinate(0x21, x),
    coordinate(0x22, y),
  ]);
}
