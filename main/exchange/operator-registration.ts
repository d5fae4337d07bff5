import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import { leadsToRoot } from './attestation-path.ts';
import type { CredentialBinding } from './credential-binding.ts';
import { acceptedAlgorithms } from './operator-assertion.ts';
import type { AttestationRule } from './policy-document.ts';
import { webAuthnLibrary } from './webauthn-library.ts';

/** A registration in WebAuthn JSON, as a client returns it. */
export interface RegistrationLike {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
  /** The client's own word. */
  readonly authenticatorAttachment?: 'platform' | 'cross-platform' | undefined;
}

/** What the operators' registry keeps of a registration: credential id and COSE public key, base64url. */
export interface RegisteredKey {
  readonly id: string;
  readonly publicKey: string;
  /** For a platform authenticator, and for nothing else. */
  readonly binding?: CredentialBinding;
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

/** Models that are fixed to a computer, whatever their client says: Windows Hello, Windows Hello in software, Touch ID. */
const platformModels: readonly string[] = [
  '08987058-cadc-4b81-b6e1-30de50dcbe96',
  '9ddd1817-af5a-4672-a2b9-3e3dd95000a9',
  '6028b017-b1d4-4c02-b4b3-afcdafc96bb2',
  'adce0002-35bc-c60a-648b-0b25f1f05503',
];

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
 * an authentic key that is not accepted is refused with `enrolment/model-refused`. A platform authenticator needs a
 * binding (else `staff/platform-refused`); with one, nothing but a platform authenticator that stays where it is counts
 * (else `enrolment/not-this-computer`).
 */
export async function registerByRule(
  input: RegistrationCheck & {
    readonly attestation: AttestationRule;
    readonly binding: CredentialBinding | null;
    readonly now: Date;
  },
): Promise<Result<RegisteredKey>> {
  const read = await readRegistration(input);
  if (!read.ok) return read;
  const { key, statement } = read.value;
  const { binding } = input;
  const platform = isPlatform(input.response, statement);
  if (binding === null && platform) return refuse('staff/platform-refused');
  if (binding !== null && !(platform && statement.stays)) return refuse('enrolment/not-this-computer');
  if (!isAcceptable(input.attestation, statement, input.now)) return refuse('enrolment/model-refused');
  return ok(binding === null ? key : { ...key, binding });
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
  const { verifyRegistrationResponse, decodeAttestationObject } = await webAuthnLibrary();
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
    const { credential, aaguid, credentialDeviceType } = verification.registrationInfo;
    if (credential.id !== id) return refuse('staff/assertion-refused');
    return ok({
      key: { id, publicKey: Buffer.from(credential.publicKey).toString('base64url') },
      statement: {
        format,
        model: aaguid,
        stays: credentialDeviceType === 'singleDevice',
        certificates: object.get('attStmt').get('x5c') ?? [],
      },
    });
  } catch {
    return refuse('staff/assertion-refused');
  }
}

interface Statement {
  readonly format: string;
  /** The model's AAGUID: the authenticator's own word unless a named root stands behind it. */
  readonly model: string;
  /** It cannot be copied to other devices (WebAuthn Level 3 §6.1.3). */
  readonly stays: boolean;
  /** Leaf first; none in a self attestation, which proves nothing about the model. */
  readonly certificates: readonly Uint8Array[];
}

/** A TPM's statement (WebAuthn Level 3 §8.3) comes from a computer; the client's word is believed only against itself. */
function isPlatform({ authenticatorAttachment }: RegistrationLike, { format, model }: Statement): boolean {
  return (
    authenticatorAttachment === 'platform' || format === 'tpm' || platformModels.includes(model.toLowerCase())
  );
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
