import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { acceptedAlgorithms } from './operator-assertion.ts';

/** A registration in WebAuthn JSON, as a client returns it. */
export interface RegistrationLike {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}

/**
 * Verifies a registration (WebAuthn Level 3 §7.1) with user verification required, and returns what the operators'
 * registry keeps of it: credential id and COSE public key, base64url. Refuses with `staff/assertion-refused`.
 */
export async function readRegisteredCredential(input: {
  readonly response: RegistrationLike;
  /** base64url */
  readonly challenge: string;
  readonly rpId: string;
}): Promise<Result<{ readonly id: string; readonly publicKey: string }>> {
  const { id, rawId, type, response } = input.response;
  const registration: RegistrationResponseJSON = {
    id,
    rawId,
    type,
    response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
    clientExtensionResults: {},
  };
  try {
    const verification = await verifyRegistrationResponse({
      response: registration,
      expectedChallenge: input.challenge,
      expectedOrigin: `https://${input.rpId}`,
      expectedRPID: input.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...acceptedAlgorithms],
    });
    if (!verification.verified) return refuse('staff/assertion-refused');
    const { credential } = verification.registrationInfo;
    return ok({ id: credential.id, publicKey: Buffer.from(credential.publicKey).toString('base64url') });
  } catch {
    return refuse('staff/assertion-refused');
  }
}
