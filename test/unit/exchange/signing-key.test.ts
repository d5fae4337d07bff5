import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  exportPrivatePem,
  exportPublicJwk,
  generateSigningKey,
  importSigningKey,
  keyThumbprint,
  publicJwk,
  verificationKey,
} from '../../../main/exchange/signing-key.ts';

/** RFC 8037, appendix A.1. */
const vector = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;

test('RFC 8037 appendix A.3: the thumbprint', () => {
  expect(keyThumbprint(vector)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  expect(verificationKey(vector).id).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
});

test('RFC 8037 appendix A.4 and A.5: the signature verifies', () => {
  const input = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc';
  const signature = 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';
  const { publicKey } = verificationKey(vector);
  expect(verify(null, Buffer.from(input), publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
});

test('a key goes out as PEM and comes back the same', () => {
  const key = generateSigningKey();
  const back = importSigningKey(exportPrivatePem(key));
  expect(back.id).toBe(key.id);
  const signature = sign(null, Buffer.from('text'), back.privateKey);
  expect(verify(null, Buffer.from('text'), verificationKey(exportPublicJwk(key)).publicKey, signature)).toBe(
    true,
  );
});

test('the public half holds nothing private', () => {
  expect(Object.keys(exportPublicJwk(generateSigningKey())).sort()).toEqual(['crv', 'kty', 'x']);
});

test('every key is another', () => {
  expect(generateSigningKey().id).not.toBe(generateSigningKey().id);
});

test('another kind of key, or none, is not read', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  expect(() => importSigningKey(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())).toThrow();
  expect(() => importSigningKey('')).toThrow();
});

test.each([
  ['a private part', { ...vector, d: vector.x }],
  ['another curve', { ...vector, crv: 'X25519' }],
  ['another kind', { ...vector, kty: 'EC' }],
  ['too few bytes', { ...vector, x: vector.x.slice(1) }],
  ['other characters', { ...vector, x: vector.x.replace('_', '/') }],
  ['another spelling of the same bytes', { ...vector, x: vector.x.replace(/o$/, 'p') }],
])('a JWK with %s is refused', (_, jwk) => {
  expect(publicJwk.safeParse(jwk).success).toBe(false);
});
