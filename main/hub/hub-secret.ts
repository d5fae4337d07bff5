import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SigningKey } from '../exchange/signing-key.ts';

/** What a secret of the hub is for: no two purposes share bytes. */
export type SecretPurpose =
  | 'operator-code'
  | 'totp-secret'
  | 'factor-state'
  | 'login-tag'
  | 'directory-login'
  | 'factor-watch';

/**
 * 32 bytes that follow from the hub's key (HKDF, RFC 5869), the same in every hub process and never in the database.
 */
export function hubSecret(key: SigningKey, purpose: SecretPurpose): Buffer {
  const { d } = key.privateKey.export({ format: 'jwk' });
  if (d === undefined) throw new Error('the hub key has no private half');
  return Buffer.from(hkdfSync('sha256', Buffer.from(d, 'base64url'), '', `madoguchi ${purpose} v1`, 32));
}

/** Encrypts with AES-256-GCM (NIST SP 800-38D); `about` is bound in and must be the same at opening. */
export function seal(secret: Buffer, plain: Uint8Array, about: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  cipher.setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** Decrypts what {@link seal} made. Throws on anything else: the database was changed, or the key is another. */
export function unseal(secret: Buffer, sealed: string, about: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}
