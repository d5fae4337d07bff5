import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';

/** An Ed25519 public key as JWK (RFC 8037 §2). */
export const publicJwk = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  /** 32 bytes in their one spelling (RFC 4648 §3.5), since the thumbprint is taken of the text. */
  x: z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/),
});
export type PublicJwk = z.infer<typeof publicJwk>;

/** A key with its id, the JWK thumbprint (RFC 7638, SHA-256, base64url). */
export interface VerificationKey {
  readonly id: string;
  readonly publicKey: KeyObject;
}

export interface SigningKey extends VerificationKey {
  readonly privateKey: KeyObject;
}

/** RFC 7638 thumbprint of an Ed25519 key. */
export function keyThumbprint(jwk: PublicJwk): string {
  return createHash('sha256')
    .update(canonicalJson({ crv: jwk.crv, kty: jwk.kty, x: jwk.x }))
    .digest('base64url');
}

/** A public key ready to verify with. Throws on a key that is not on the curve. */
export function verificationKey(jwk: PublicJwk): VerificationKey {
  return { id: keyThumbprint(jwk), publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/** The public half as JWK. */
export function exportPublicJwk(key: { readonly publicKey: KeyObject }): PublicJwk {
  const { kty, crv, x } = key.publicKey.export({ format: 'jwk' });
  return publicJwk.parse({ kty, crv, x });
}

/** A new Ed25519 key pair. */
export function generateSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { id: keyThumbprint(exportPublicJwk({ publicKey })), privateKey, publicKey };
}

/** PKCS #8 PEM of the private half, for storing in an encrypted store or an owner-only file. */
export function exportPrivatePem(key: SigningKey): string {
  return key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** Reads what {@link exportPrivatePem} wrote. Throws on anything else. */
export function importSigningKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  const publicKey = createPublicKey(privateKey);
  return { id: keyThumbprint(exportPublicJwk({ publicKey })), privateKey, publicKey };
}
