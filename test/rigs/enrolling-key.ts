import { createHash, type KeyObject, sign } from 'node:crypto';
import { encode } from 'cbor2';
import type { RegistrationLike } from '../../main/exchange/operator-registration.ts';
import { createWebAuthnSigner, type WebAuthnSigner } from './webauthn-signer.ts';

/** Who vouches for a key's model: a private key with the certificates that lead from it, leaf first (DER). */
export interface Attester {
  readonly key: KeyObject;
  readonly certificates: readonly Uint8Array[];
}

export interface RegistrationWish {
  /** base64url. */
  readonly challenge: string;
  readonly rpId: string;
  readonly origin?: string;
  readonly userVerified?: boolean;
  /** Without one there is no statement (format `none`). */
  readonly attester?: Attester;
}

/** A key that can be registered: the signer with an attestation object, from WebAuthn Level 3 §6.5 and §8.2. */
export interface EnrollingKey extends WebAuthnSigner {
  register(wish: RegistrationWish): RegistrationLike;
}

/** A new key of the model `aaguid` (a UUID). */
export function createEnrollingKey(aaguid = '00000000-0000-0000-0000-000000000000'): EnrollingKey {
  const signer = createWebAuthnSigner();
  const { id, publicKey } = signer.credential;
  return {
    ...signer,
    register(wish) {
      const clientData = Buffer.from(
        JSON.stringify({
          type: 'webauthn.create',
          challenge: wish.challenge,
          origin: wish.origin ?? `https://${wish.rpId}`,
          crossOrigin: false,
        }),
      );
      const credentialId = Buffer.from(id, 'base64url');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const authData = Buffer.concat([
        createHash('sha256').update(wish.rpId).digest(),
        Buffer.from([(wish.userVerified ?? true) ? 0x45 : 0x41, 0, 0, 0, 0]),
        Buffer.from(aaguid.replaceAll('-', ''), 'hex'),
        length,
        credentialId,
        Buffer.from(publicKey, 'base64url'),
      ]);
      const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
      const { attester } = wish;
      const statement =
        attester === undefined
          ? { fmt: 'none', attStmt: {} }
          : {
              fmt: 'packed',
              attStmt: {
                alg: -7,
                sig: plain(sign('sha256', signed, attester.key)),
                x5c: attester.certificates.map(plain),
              },
            };
      const object = Buffer.from(encode({ ...statement, authData: plain(authData) }));
      return {
        id,
        rawId: id,
        type: 'public-key',
        response: {
          clientDataJSON: clientData.toString('base64url'),
          attestationObject: object.toString('base64url'),
        },
      };
    },
  };
}

/** A byte string for the encoder, which would write a Buffer as something else. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
