import { canonicalJson, sha256Base64url } from '../../exchange/canonical-json.ts';
import { type PolicyDocument, policyDocument } from '../../exchange/policy-document.ts';
import { documentKeyId, verifyDocument } from '../../exchange/signed-document.ts';
import { type PublicJwk, verificationKey } from '../../exchange/signing-key.ts';

/** A policy whose signature one of the given keys made. Whether it is in force is another question. */
export interface VerifiedPolicy {
  readonly policy: PolicyDocument;
  /** SHA-256 of the policy's canonical JSON, base64url; the same whichever key signed it. */
  readonly digest: string;
  /** Thumbprint of the key that signed it. */
  readonly keyId: string;
}

/**
 * Verifies a `madoguchi-policy+jws` by the key that it names among the given ones. Null when it names none of them, its
 * signature is wrong, or its payload is no policy.
 */
export function verifyBundle(bundle: string, keys: readonly PublicJwk[]): VerifiedPolicy | null {
  const keyId = documentKeyId(bundle);
  const key = keys.map(verificationKey).find((one) => one.id === keyId);
  if (key === undefined) return null;
  const verified = verifyDocument('madoguchi-policy+jws', bundle, key, policyDocument, 'policy/missing');
  if (!verified.ok) return null;
  return { policy: verified.value, digest: sha256Base64url(canonicalJson(verified.value)), keyId: key.id };
}
