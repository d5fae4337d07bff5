import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import type { CborMap } from './canonical-cbor.ts';
import { coseAlgorithm, coseKeyOf, p256KeyOf } from './cose-key.ts';

/**
 * A PIN/UV auth protocol (CTAP 2.2 §6.5.4). The same primitives serve both sides: platform and authenticator derive the
 * same shared secret from their key pairs.
 */
export interface PinProtocol {
  readonly version: 1 | 2;
  /** Lengths of a pinUvAuthToken that the standard allows. */
  readonly tokenLengths: readonly number[];
  /** The shared secret of our private and the peer's public P-256 key. */
  deriveSecret(ours: KeyObject, peer: KeyObject): Uint8Array;
  /** `plaintext` must be whole blocks of 16 bytes; another length is a bug and throws. */
  encrypt(secret: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** Null if the ciphertext has an impossible length. */
  decrypt(secret: Uint8Array, ciphertext: Uint8Array): Uint8Array | null;
  /** The authentication tag of a message under the shared secret or a pinUvAuthToken. */
  authenticate(key: Uint8Array, message: Uint8Array): Uint8Array;
}

const block = 16;
const zeroIv = new Uint8Array(block);

/** Protocol 1 (CTAP 2.2 §6.5.6). */
export const pinProtocolOne: PinProtocol = {
  version: 1,
  tokenLengths: [16, 32],
  deriveSecret: (ours, peer) =>
    withAgreedPoint(ours, peer, (point) => createHash('sha256').update(point).digest()),
  encrypt: (secret, plaintext) => encryptCbc(secret, zeroIv, plaintext),
  decrypt: (secret, ciphertext) => decryptCbc(secret, zeroIv, ciphertext),
  authenticate: (key, message) => hmac(key, message).subarray(0, 16),
};

/** Protocol 2 (CTAP 2.2 §6.5.7): the secret is an HMAC key of 32 bytes followed by an AES key of 32 bytes. */
export const pinProtocolTwo: PinProtocol = {
  version: 2,
  tokenLengths: [32],
  deriveSecret: (ours, peer) =>
    withAgreedPoint(ours, peer, (point) =>
      Buffer.concat(
        ['CTAP2 HMAC key', 'CTAP2 AES key'].map((use) =>
          Buffer.from(hkdfSync('sha256', point, new Uint8Array(32), use, 32)),
        ),
      ),
    ),
  encrypt: (secret, plaintext) => {
    const iv = randomBytes(block);
    return Buffer.concat([iv, encryptCbc(secret.subarray(32), iv, plaintext)]);
  },
  decrypt: (secret, ciphertext) =>
    ciphertext.length < 2 * block
      ? null
      : decryptCbc(secret.subarray(32), ciphertext.subarray(0, block), ciphertext.subarray(block)),
  authenticate: (key, message) => hmac(key.subarray(0, 32), message),
};

/** What the platform sends and keeps after agreeing on a secret. */
export interface PinEncapsulation {
  readonly protocol: PinProtocol;
  /** Our public key, to be sent as `keyAgreement`. */
  readonly platformKey: CborMap;
  /** Overwrite it with zeros after use. */
  readonly secret: Uint8Array;
}

/** Makes an ephemeral key pair and agrees on a secret with the authenticator's key (`encapsulate`, CTAP 2.2 §6.5.4). */
export function encapsulate(protocol: PinProtocol, authenticatorKey: CborMap): FidoResult<PinEncapsulation> {
  const peer = p256KeyOf(authenticatorKey);
  if (peer === null) return fail('key/protocol', 'key agreement: no P-256 point');
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return succeed({
    protocol,
    platformKey: coseKeyOf(publicKey, coseAlgorithm.ecdhEsHkdf256),
    secret: protocol.deriveSecret(privateKey, peer),
  });
}

/** Compares a tag with the right one in constant time. */
export function verifyTag(
  protocol: PinProtocol,
  key: Uint8Array,
  message: Uint8Array,
  tag: Uint8Array,
): boolean {
  const right = protocol.authenticate(key, message);
  return tag.length === right.length && timingSafeEqual(tag, right);
}

function withAgreedPoint(
  privateKey: KeyObject,
  publicKey: KeyObject,
  derive: (point: Uint8Array) => Uint8Array,
): Uint8Array {
  const point = diffieHellman({ privateKey, publicKey });
  try {
    return derive(point);
  } finally {
    point.fill(0);
  }
}

function encryptCbc(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(plaintext), cipher.final()]);
}

function decryptCbc(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array | null {
  if (ciphertext.length === 0 || ciphertext.length % block !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(message).digest();
}
