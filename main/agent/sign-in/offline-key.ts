import { createHmac, hkdfSync } from 'node:crypto';
import { canonicalJson } from '../../exchange/canonical-json.ts';
import type { SigningKey } from '../../exchange/signing-key.ts';

/**
 * The secret of one verifier: HMAC-SHA-256 of everything that its row says, under a key that follows from the station's
 * own (HKDF, RFC 5869). A row that was copied to another station, put under another login, given other roles or made
 * younger is a row whose verifier no password fits.
 */
export function verifierSecret(
  stationKey: SigningKey,
  row: { readonly subject: string; readonly person: string; readonly acceptedAt: number },
): Buffer {
  const { d } = stationKey.privateKey.export({ format: 'jwk' });
  if (d === undefined) throw new Error('the station key has no private half');
  const key = hkdfSync('sha256', Buffer.from(d, 'base64url'), '', 'madoguchi offline-verifier v1', 32);
  return createHmac('sha256', Buffer.from(key)).update(canonicalJson(row)).digest();
}
