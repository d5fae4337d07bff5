import { createECDH, createHmac, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CborValue } from '../../../native/ctap/canonical-cbor.ts';
import { coseAlgorithm, coseKeyOf, p256KeyOf } from '../../../native/ctap/cose-key.ts';
import { encapsulate, pinProtocolOne, pinProtocolTwo, verifyTag } from '../../../native/ctap/pin-protocol.ts';
import { paddedPin, pinBytes, pinHash } from '../../../native/ctap/pin-text.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const hexOf = (value: Uint8Array | null): string => Buffer.from(value ?? []).toString('hex');

/** The key pairs, shared secret and ciphertexts that FIDO libraries publish as test data for protocol 1. */
const vector = {
  privateKey: '7452e599fee739d8a653f6a507343d12d382249108a651402520b72f24fe7684',
  x: '44d78d7989b97e62ea993496c9ef6e8fd58b8b00715f9a89153ddd9c4657e47f',
  y: 'ec802ee7d22bd4e100f12e48537eb4e7e96ed3a47a0a3bd5f5eeab65001664f9',
  peerX: '0501d5bc78da9252560a26cb08fcc60cbe0b6d3b8e1d1fcee514fac0af675168',
  peerY: 'd551b3ed46f665731f95b4532939c25d91db7eb844bd96d4abd4083785f8df47',
  secret: 'c42a039d548100dfba521e487debcbbb8b66bb7496f8b1862a7a395ed83e1a1c',
  encryptedToken: '7a9f98e31b77be90f9c64d12e9635040',
  token: 'aff12c6dcfbf9df52f7a09211e8865cd',
  encryptedPinHash: 'afe8327ce416da8ee3d057589c2ce1a9',
};
const base64url = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');
const privateKey = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: base64url(vector.x),
    y: base64url(vector.y),
    d: base64url(vector.privateKey),
  },
});
const peerCose = new Map<number, CborValue>([
  [1, 2],
  [3, -25],
  [-1, 1],
  [-2, bytes(vector.peerX)],
  [-3, bytes(vector.peerY)],
]);
const peer = p256KeyOf(peerCose)!;

describe('PIN/UV auth protocol 1 (CTAP 2.2 §6.5.6)', () => {
  it('derives the secret and encrypts as the published vectors do', () => {
    const secret = pinProtocolOne.deriveSecret(privateKey, peer);
    expect(hexOf(secret)).toBe(vector.secret);
    expect(hexOf(pinProtocolOne.decrypt(secret, bytes(vector.encryptedToken)))).toBe(vector.token);
    const hash = pinHash(pinBytes('1234', 4)!);
    expect(hexOf(pinProtocolOne.encrypt(secret, hash))).toBe(vector.encryptedPinHash);
  });

  it('authenticates with the first 16 bytes of HMAC-SHA-256', () => {
    // RFC 4231, test case 2.
    const tag = pinProtocolOne.authenticate(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'));
    expect(hexOf(tag)).toBe('5bdcc146bf60754e6a042426089575c7');
  });
});

describe('PIN/UV auth protocol 2 (CTAP 2.2 §6.5.7)', () => {
  it('derives an HMAC key and an AES key with HKDF-SHA-256, worked out here by RFC 5869', () => {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(Buffer.from(vector.privateKey, 'hex'));
    const point = ecdh.computeSecret(Buffer.from(`04${vector.peerX}${vector.peerY}`, 'hex'));
    const extracted = createHmac('sha256', new Uint8Array(32)).update(point).digest();
    const expanded = (use: string): string =>
      createHmac('sha256', extracted).update(use).update(Buffer.of(1)).digest('hex');
    const secret = pinProtocolTwo.deriveSecret(privateKey, peer);
    expect(hexOf(secret)).toBe(expanded('CTAP2 HMAC key') + expanded('CTAP2 AES key'));
  });

  it('authenticates with the whole HMAC-SHA-256 under the first 32 bytes of the key', () => {
    const secret = Buffer.concat([Buffer.alloc(32, 1), Buffer.alloc(32, 2)]);
    const message = Buffer.from('client data hash');
    const right = createHmac('sha256', Buffer.alloc(32, 1)).update(message).digest('hex');
    expect(hexOf(pinProtocolTwo.authenticate(secret, message))).toBe(right);
  });

  it('encrypts under a new initialisation vector each time', () => {
    const secret = new Uint8Array(64).fill(5);
    const plain = new Uint8Array(32).fill(9);
    const [one, other] = [pinProtocolTwo.encrypt(secret, plain), pinProtocolTwo.encrypt(secret, plain)];
    expect(hexOf(one)).not.toBe(hexOf(other));
    expect(hexOf(pinProtocolTwo.decrypt(secret, one))).toBe(hexOf(plain));
  });
});

describe.each([pinProtocolOne, pinProtocolTwo])('both sides of protocol $version', (protocol) => {
  it('agree on one secret, which opens what the other closed', () => {
    const authenticator = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const agreed = encapsulate(protocol, coseKeyOf(authenticator.publicKey, coseAlgorithm.ecdhEsHkdf256));
    if (!agreed.ok) throw new Error('no agreement');
    const platform = p256KeyOf(agreed.value.platformKey)!;
    const secret = protocol.deriveSecret(authenticator.privateKey, platform);
    expect(hexOf(secret)).toBe(hexOf(agreed.value.secret));
    const plain = new Uint8Array(64).fill(3);
    expect(hexOf(protocol.decrypt(secret, protocol.encrypt(agreed.value.secret, plain)))).toBe(hexOf(plain));
  });

  it('refuse impossible ciphertexts and wrong tags', () => {
    const secret = new Uint8Array(protocol.version === 1 ? 32 : 64).fill(1);
    expect(protocol.decrypt(secret, new Uint8Array(0))).toBeNull();
    expect(protocol.decrypt(secret, new Uint8Array(33))).toBeNull();
    const tag = protocol.authenticate(secret, Buffer.from('message'));
    expect(verifyTag(protocol, secret, Buffer.from('message'), tag)).toBe(true);
    expect(verifyTag(protocol, secret, Buffer.from('massage'), tag)).toBe(false);
    expect(verifyTag(protocol, secret, Buffer.from('message'), tag.subarray(1))).toBe(false);
  });

  it('refuse a key that is no point of P-256', () => {
    const offCurve = new Map<number, CborValue>([...peerCose, [-3, bytes(vector.x)]]);
    expect(encapsulate(protocol, offCurve)).toMatchObject({ ok: false, error: { code: 'key/protocol' } });
    expect(encapsulate(protocol, new Map()).ok).toBe(false);
  });
});

describe('PINs (CTAP 2.2 §6.5.1)', () => {
  it('count code points, not bytes, and are composed to NFC', () => {
    expect(pinBytes('窓口番号', 4)).toHaveLength(12);
    expect(pinBytes('窓口番', 4)).toBeNull();
    expect(pinBytes('\u{2000b}\u{2000b}\u{2000b}', 4)).toBeNull();
    expect(hexOf(pinBytes('か\u3099123', 4))).toBe(hexOf(pinBytes('が123', 4)));
  });

  it('are at most 63 bytes, and never end in a zero byte or hold half a character', () => {
    expect(pinBytes('1'.repeat(63), 4)).toHaveLength(63);
    expect(pinBytes('1'.repeat(64), 4)).toBeNull();
    expect(pinBytes('1234\0', 4)).toBeNull();
    expect(pinBytes('1234\ud83d', 4)).toBeNull();
    expect(paddedPin(pinBytes('1'.repeat(63), 4)!)).toHaveLength(64);
  });
});
