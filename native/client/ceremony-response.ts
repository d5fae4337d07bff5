import type { AuthenticatorInfo } from '../ctap/authenticator-info.ts';
import { type CborValue, encodeCbor } from '../ctap/canonical-cbor.ts';
import type { Assertion } from '../ctap/get-assertion.ts';
import type { MadeCredential } from '../ctap/make-credential.ts';
import { toBase64url } from './base64url.ts';
import type { CreationPlan, RequestPlan } from './ceremony-plan.ts';
import { type FidoResult, succeed } from './fido-error.ts';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from './webauthn-json.ts';

/**
 * A registration in WebAuthn JSON (WebAuthn Level 3 §5.1). The attestation statement goes out only where the caller asked
 * for it (§5.1.3 step 25, conveyance `none`).
 */
export function registrationResponse(
  plan: CreationPlan,
  made: MadeCredential,
  algorithm: number,
  info: AuthenticatorInfo,
  discoverable: boolean,
): FidoResult<RegistrationResponseJSON> {
  const id = toBase64url(made.parsed.attestedCredential.credentialId);
  const attestationObject = encodeCbor(
    new Map<string, CborValue>([
      ['fmt', plan.attested ? made.format : 'none'],
      ['attStmt', plan.attested ? made.attestationStatement : new Map()],
      ['authData', made.authenticatorData],
    ]),
  );
  return succeed({
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: 'cross-platform',
    clientExtensionResults: plan.reportProperties ? { credProps: { rk: discoverable } } : {},
    response: {
      clientDataJSON: toBase64url(plan.clientData.bytes),
      attestationObject: toBase64url(attestationObject),
      authenticatorData: toBase64url(made.authenticatorData),
      transports: info.transports.length > 0 ? [...info.transports] : ['usb'],
      publicKeyAlgorithm: algorithm,
    },
  });
}

/** An authentication in WebAuthn JSON (WebAuthn Level 3 §5.1). */
export function authenticationResponse(
  plan: RequestPlan,
  assertion: Assertion,
  credentialId: Uint8Array,
): FidoResult<AuthenticationResponseJSON> {
  const id = toBase64url(credentialId);
  return succeed({
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: 'cross-platform',
    clientExtensionResults: {},
    response: {
      clientDataJSON: toBase64url(plan.clientData.bytes),
      authenticatorData: toBase64url(assertion.authenticatorData),
      signature: toBase64url(assertion.signature),
      ...(assertion.userId === null ? {} : { userHandle: toBase64url(assertion.userId) }),
    },
  });
}
