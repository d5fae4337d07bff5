import type { SigningKey } from '../../exchange/signing-key.ts';
import { hubSecret } from '../hub-secret.ts';

/** The institution's key for tags, base64url: follows from the hub's key and lies in no database. */
export function hubTagKey(key: SigningKey): string {
  return hubSecret(key, 'login-tag').toString('base64url');
}
