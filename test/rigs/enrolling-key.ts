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
  /** The credential may be copied to other devices (WebAuthn Level 3 §6.1.3). */
  readonly backupEligible?: boolean;
  readonly attachment?: 'platform' | 'cross-platform';
  /** Without one there is no statement (format `none`). */
  readonly attester?: Attester;
}

const noModel = '00000000-0000-0000-0000-000000000000';

/** A key that can be registered: the signer with an attestation object, from WebAuthn Level 3 §6.5 and §8.2. */
export interface EnrollingKey extends WebAuthnSigner {
  register(wish: RegistrationWish): RegistrationLike;
}

/** A new key of the model `aaguid` (a UUID). */
export function createEnrollingKey(aaguid = noModel): EnrollingKey {
  const signer = createWebAuthnSigner();
  return { ...signer, register: (wish) => registrationOf(signer.credential, wish, aaguid) };
}

/** What an authenticator would answer that has just made this credential, whatever its algorithm. */
export function registrationOf(
  credential: { readonly id: string; readonly publicKey: string },
  wish: RegistrationWish,
  aaguid = noModel,
): RegistrationLike {
  const { id, publicKey } = credential;
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
  const flags = 0x41 | ((wish.userVerified ?? true) ? 0x04 : 0) | ((wish.backupEligible ?? false) ? 0x08 : 0);
  const authData = Buffer.concat([
    createHash('sha256').update(wish.rpId).digest(),
    Buffer.from([flags, 0, 0, 0, 0]),
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
    ...(wish.attachment === undefined ? {} : { authenticatorAttachment: wish.attachment }),
  };
}

/** A byte string for the encoder, which would write a Buffer as something else. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
