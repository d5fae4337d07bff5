import { z } from 'zod';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { identifier, instant, localizedText } from '../../preload/contract/models/base.ts';
import { type OperatorAssertion, operatorRole } from '../../preload/contract/models/staff.ts';
import { credentialBinding } from './credential-binding.ts';
import { isStrictEcdsaSignature } from './ecdsa-signature.ts';
import { verifyUsualAssertion } from './usual-assertion.ts';
import { webAuthnLibrary } from './webauthn-library.ts';

/** A registered credential of an operator. */
export const operatorCredential = z.strictObject({
  /** Credential id, base64url. */
  id: z.string().min(1).max(1400),
  /** COSE_Key (RFC 9052 §7), base64url. */
  publicKey: z.string().min(1).max(2048),
  label: z.string().max(100),
  /** Set for a platform authenticator (Windows Hello, Touch ID), and for nothing else. */
  binding: credentialBinding.optional(),
});
export type OperatorCredential = z.infer<typeof operatorCredential>;

/** One entry of the operators' registry, as the feed carries it to counters. */
export const operatorRecord = z.strictObject({
  id: identifier,
  name: localizedText,
  role: operatorRole,
  /** Their own account, on which they may never act (I4); null where they have none. */
  person: identifier.nullable(),
  credentials: z.array(operatorCredential).max(10),
  revokedAt: instant.nullable(),
});
export type OperatorRecord = z.infer<typeof operatorRecord>;

/** Algorithms that are accepted: EdDSA, ES256 and RS256 (COSE; Windows Hello may know only the last). */
export const acceptedAlgorithms = [-8, -7, -257] as const;

/**
 * Verifies an assertion (WebAuthn Level 3 §7.2) with user verification required: RP id, origin, challenge, flags and
 * signature. The signature counter is returned, not judged: several stations work offline, so its regress is compared
 * per station by the caller. Refuses with `hub/assertion-refused`; never throws on hostile input.
 */
export async function verifyOperatorAssertion(input: {
  readonly assertion: OperatorAssertion;
  /** base64url, e.g. a command's digest. */
  readonly challenge: string;
  readonly rpId: string;
  readonly credential: OperatorCredential;
}): Promise<Result<{ readonly counter: number }>> {
  const { assertion, credential } = input;
  if (assertion.id !== credential.id || assertion.rawId !== credential.id)
    return refuse('hub/assertion-refused');
  // A platform authenticator that the registry takes for a key that a person carries.
  if (credential.binding === undefined && assertion.authenticatorAttachment === 'platform')
    return refuse('hub/assertion-refused');
  const { challenge, rpId } = input;
  const { publicKey: registered } = credential;
  const usual = await verifyUsualAssertion({ assertion, challenge, rpId, publicKey: registered });
  if (usual !== null) return ok({ counter: usual });
  const { verifyAuthenticationResponse, cose, decodeCredentialPublicKey } = await webAuthnLibrary();
  try {
    const { userHandle, ...response } = assertion.response;
    const publicKey = new Uint8Array(Buffer.from(credential.publicKey, 'base64url'));
    const signature = Buffer.from(response.signature, 'base64url');
    const isEcdsa = decodeCredentialPublicKey(publicKey).get(cose.COSEKEYS.alg) === cose.COSEALG.ES256;
    if (isEcdsa && !isStrictEcdsaSignature(signature)) return refuse('hub/assertion-refused');
    const verification = await verifyAuthenticationResponse({
      response: {
        id: assertion.id,
        rawId: assertion.rawId,
        type: assertion.type,
        clientExtensionResults: {},
        response: userHandle === undefined ? response : { ...response, userHandle },
      },
      expectedChallenge: input.challenge,
      expectedOrigin: `https://${input.rpId}`,
      expectedRPID: input.rpId,
      requireUserVerification: true,
      credential: {
        id: credential.id,
        publicKey,
        counter: 0,
      },
    });
    if (!verification.verified) return refuse('hub/assertion-refused');
    const { newCounter, credentialDeviceType } = verification.authenticationInfo;
    // A passkey that may be copied to other devices (WebAuthn Level 3 §6.1.3) proves no station.
    if (credential.binding !== undefined && credentialDeviceType !== 'singleDevice')
      return refuse('hub/assertion-refused');
    return ok({ counter: newCounter });
  } catch {
    return refuse('hub/assertion-refused');
  }
}
