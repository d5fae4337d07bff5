import { type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { leadsToRoot } from './attestation-path.ts';
import { acceptedAlgorithms } from './operator-assertion.ts';
import type { AttestationRule } from './policy-document.ts';

/** A registration in WebAuthn JSON, as a client returns it. */
export interface RegistrationLike {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}

/** What the operators' registry keeps of a registration: credential id and COSE public key, base64url. */
export interface RegisteredKey {
  readonly id: string;
  readonly publicKey: string;
}

export interface RegistrationCheck {
  readonly response: RegistrationLike;
  /** base64url */
  readonly challenge: string;
  readonly rpId: string;
}

/**
 * Formats that are judged. The others belong to telephones, and their verification would have the hub fetch lists from
 * addresses that stand in a stranger's certificate.
 */
const formats: readonly string[] = ['none', 'packed', 'tpm'];

/** What a client is asked to hand over (WebAuthn Level 3 §5.4.7): a statement only where a rule looks at it. */
export function conveyanceFor(rule: AttestationRule): 'none' | 'direct' {
  return rule.models === null && rule.roots === null && rule.none ? 'none' : 'direct';
}

/**
 * Verifies a registration (WebAuthn Level 3 §7.1) with user verification required, whatever the authenticator's model.
 * Refuses with `staff/assertion-refused`; never throws on hostile input.
 */
export async function readRegisteredCredential(input: RegistrationCheck): Promise<Result<RegisteredKey>> {
  const read = await readRegistration(input);
  return read.ok ? ok(read.value.key) : read;
}

/**
 * Verifies a registration as {@link readRegisteredCredential} does, then judges the authenticator by the policy's rule:
 * an authentic key that is not accepted is refused with `enrolment/model-refused`.
 */
export async function registerByRule(
  input: RegistrationCheck & { readonly attestation: AttestationRule; readonly now: Date },
): Promise<Result<RegisteredKey>> {
  const read = await readRegistration(input);
  if (!read.ok) return read;
  const { key, statement } = read.value;
  return isAcceptable(input.attestation, statement, input.now) ? ok(key) : refuse('enrolment/model-refused');
}

async function readRegistration(
  input: RegistrationCheck,
): Promise<Result<{ readonly key: RegisteredKey; readonly statement: Statement }>> {
  const { id, rawId, type, response } = input.response;
  const registration: RegistrationResponseJSON = {
    id,
    rawId,
    type,
    response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
    clientExtensionResults: {},
  };
  try {
    const object = decodeAttestationObject(
      new Uint8Array(Buffer.from(response.attestationObject, 'base64url')),
    );
    const format: unknown = object.get('fmt');
    if (typeof format !== 'string') return refuse('staff/assertion-refused');
    if (!formats.includes(format)) return refuse('enrolment/model-refused');
    const verification = await verifyRegistrationResponse({
      response: registration,
      expectedChallenge: input.challenge,
      expectedOrigin: `https://${input.rpId}`,
      expectedRPID: input.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...acceptedAlgorithms],
    });
    if (!verification.verified) return refuse('staff/assertion-refused');
    const { credential, aaguid } = verification.registrationInfo;
    if (credential.id !== id) return refuse('staff/assertion-refused');
    return ok({
      key: { id, publicKey: Buffer.from(credential.publicKey).toString('base64url') },
      statement: { format, model: aaguid, certificates: object.get('attStmt').get('x5c') ?? [] },
    });
  } catch {
    return refuse('staff/assertion-refused');
  }
}

interface Statement {
  readonly format: string;
  /** The model's AAGUID: the authenticator's own word unless a named root stands behind it. */
  readonly model: string;
  /** Leaf first; none in a self attestation, which proves nothing about the model. */
  readonly certificates: readonly Uint8Array[];
}

/** Judges by the rule alone; that the statement's signature holds was verified before. */
function isAcceptable(rule: AttestationRule, statement: Statement, now: Date): boolean {
  if (rule.models !== null && !rule.models.includes(statement.model.toLowerCase())) return false;
  if (rule.roots !== null) {
    const roots = rule.roots.map(({ certificate }) => certificate);
    return leadsToRoot(statement.certificates, roots, now);
  }
  return rule.none || statement.format !== 'none';
}
