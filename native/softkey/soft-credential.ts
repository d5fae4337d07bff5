import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import { type CborMap, encodeCbor } from '../ctap/canonical-cbor.ts';
import { coseAlgorithm, coseKeyOf } from '../ctap/cose-key.ts';
import type { SoftCredential } from './soft-key-state.ts';

/** The algorithms of software keys. */
export const softAlgorithms: readonly number[] = [coseAlgorithm.es256, coseAlgorithm.edDsa];

/** Identifies the model "Madoguchi software key" in attested credential data. */
export const softKeyAaguid: Uint8Array = Buffer.from('b7a9c6d251f04e0a9a6e6d61646f6775', 'hex');

/** Makes a credential with a fresh key pair. `algorithm` is one of `softAlgorithms`. */
export function createSoftCredential(account: Omit<SoftCredential, 'id' | 'privateKey'>): SoftCredential {
  const { privateKey } =
    account.algorithm === coseAlgorithm.edDsa
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    ...account,
    id: randomBytes(32).toString('base64url'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  };
}

/** Signs authenticator data and client-data hash (WebAuthn Level 3 §6.3.3): ES256 as DER, EdDSA as its 64 bytes. */
export function signWith(
  credential: SoftCredential,
  authenticatorData: Uint8Array,
  clientDataHash: Uint8Array,
): Uint8Array {
  const digest = credential.algorithm === coseAlgorithm.edDsa ? null : 'sha256';
  return sign(digest, Buffer.concat([authenticatorData, clientDataHash]), privateKeyOf(credential));
}

/** Authenticator data (WebAuthn Level 3 §6.1); a credential is attested in it, extensions follow. */
export function authenticatorDataOf(
  rpId: string,
  flags: number,
  signatureCounter: number,
  attested: { readonly credential: SoftCredential; readonly extensions: CborMap | null } | null,
): Uint8Array {
  const header = Buffer.alloc(37);
  createHash('sha256').update(rpId).digest().copy(header);
  header.writeUInt8(flags, 32);
  header.writeUInt32BE(signatureCounter, 33);
  if (attested === null) return header;
  const { credential, extensions } = attested;
  const id = Buffer.from(credential.id, 'base64url');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  return Buffer.concat([
    header,
    softKeyAaguid,
    length,
    id,
    encodeCbor(publicKeyOf(credential)),
    extensions === null ? new Uint8Array(0) : encodeCbor(extensions),
  ]);
}

/** The credential's public key as COSE_Key. */
export function publicKeyOf(credential: SoftCredential): CborMap {
  return coseKeyOf(createPublicKey(privateKeyOf(credential)), credential.algorithm);
}

function privateKeyOf(credential: SoftCredential): ReturnType<typeof createPrivateKey> {
  const key = Buffer.from(credential.privateKey, 'base64url');
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}
