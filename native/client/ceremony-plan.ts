import type { AuthenticatorInfo } from '../ctap/authenticator-info.ts';
import type { CredentialProtection, MakeCredentialExtensions } from '../ctap/make-credential.ts';
import { fromBase64url } from './base64url.ts';
import { type CollectedClientData, collectClientData } from './collected-client-data.ts';
import { type FidoResult, fail, succeed } from './fido-error.ts';
import { type RelyingParty, relyingPartyOf } from './relying-party.ts';
import type {
  CredentialDescriptorJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from './webauthn-json.ts';

/** A registration as the caller wants it, checked and decoded. */
export interface CreationPlan {
  readonly relyingParty: RelyingParty;
  readonly relyingPartyName: string;
  readonly clientData: CollectedClientData;
  readonly user: { readonly id: Uint8Array; readonly name: string; readonly displayName: string };
  readonly algorithms: readonly number[];
  readonly excludeCredentials: readonly Uint8Array[];
  readonly discoverable: 'required' | 'preferred' | 'discouraged';
  /** The caller wants to see the key's attestation statement. */
  readonly attested: boolean;
  readonly reportProperties: boolean;
  readonly protection: { readonly level: CredentialProtection; readonly enforced: boolean } | null;
  readonly minimumPinLength: boolean;
}

/** An authentication as the caller wants it, checked and decoded. */
export interface RequestPlan {
  readonly relyingParty: RelyingParty;
  readonly clientData: CollectedClientData;
  /** Empty: any account of the RP that the key holds. */
  readonly allowCredentials: readonly Uint8Array[];
}

const longestUserId = 64;
const longestCredentialId = 1023;
/** Where a caller names no algorithm, ES256 and RS256 are offered (WebAuthn Level 3 §5.1.3 step 10). */
const defaultAlgorithms = [-7, -257];

/** The policies of credProtect by their names in WebAuthn options (CTAP 2.2 §12.1). */
const protectionLevels: ReadonlyMap<string, CredentialProtection> = new Map([
  ['userVerificationOptional', 1],
  ['userVerificationOptionalWithCredentialIDList', 2],
  ['userVerificationRequired', 3],
]);

/** Checks creation options (WebAuthn Level 3 §5.1.3). Fails with `key/bad-request` or `key/not-supported`. */
export function planCreation(
  options: PublicKeyCredentialCreationOptionsJSON,
  origin: string,
): FidoResult<CreationPlan> {
  const relyingParty = relyingPartyOf(origin, options.rp.id);
  if (!relyingParty.ok) return relyingParty;
  const challenge = decodedChallenge(options.challenge);
  const userId = fromBase64url(options.user.id);
  const excludeCredentials = credentialIds(options.excludeCredentials);
  if (challenge === null) return fail('key/bad-request', 'challenge');
  if (userId === null || userId.length === 0 || userId.length > longestUserId)
    return fail('key/bad-request', 'user id');
  if (excludeCredentials === null) return fail('key/bad-request', 'excluded credentials');
  const known = options.pubKeyCredParams.filter(({ type }) => type === 'public-key').map(({ alg }) => alg);
  const algorithms = options.pubKeyCredParams.length === 0 ? defaultAlgorithms : known;
  if (algorithms.length === 0) return fail('key/not-supported', 'no known credential type');
  const selection = options.authenticatorSelection;
  if (selection?.authenticatorAttachment === 'platform')
    return fail('key/not-supported', 'a security key is no platform authenticator');
  const policy = options.extensions?.credentialProtectionPolicy;
  const level = policy === undefined ? null : protectionLevels.get(policy);
  if (level === undefined) return fail('key/bad-request', 'credential protection policy');
  const enforced = options.extensions?.enforceCredentialProtectionPolicy === true;
  const { name, displayName } = options.user;
  return succeed({
    relyingParty: relyingParty.value,
    relyingPartyName: options.rp.name,
    clientData: collectClientData('webauthn.create', challenge, origin),
    user: { id: userId, name, displayName },
    algorithms,
    excludeCredentials,
    discoverable: discoverableWish(selection?.residentKey, selection?.requireResidentKey),
    attested: ['direct', 'indirect', 'enterprise'].includes(options.attestation ?? 'none'),
    reportProperties: options.extensions?.credProps === true,
    protection: level === null ? null : { level, enforced },
    minimumPinLength: options.extensions?.minPinLength === true,
  });
}

/** Checks request options (WebAuthn Level 3 §5.1.4). Fails with `key/bad-request` or `key/no-credential`. */
export function planRequest(
  options: PublicKeyCredentialRequestOptionsJSON,
  origin: string,
): FidoResult<RequestPlan> {
  const relyingParty = relyingPartyOf(origin, options.rpId);
  if (!relyingParty.ok) return relyingParty;
  const challenge = decodedChallenge(options.challenge);
  const allowCredentials = credentialIds(options.allowCredentials);
  if (challenge === null) return fail('key/bad-request', 'challenge');
  if (allowCredentials === null) return fail('key/bad-request', 'allowed credentials');
  if ((options.allowCredentials ?? []).length > 0 && allowCredentials.length === 0)
    return fail('key/no-credential', 'no allowed credential of a known type');
  return succeed({
    relyingParty: relyingParty.value,
    clientData: collectClientData('webauthn.get', challenge, origin),
    allowCredentials,
  });
}

/** Whether to store the credential on this key; `key/not-supported` if it must be and cannot. */
export function wantsDiscoverable(plan: CreationPlan, info: AuthenticatorInfo): FidoResult<boolean> {
  const possible = info.options.get('rk') === true;
  if (plan.discoverable === 'required' && !possible)
    return fail('key/not-supported', 'the key stores no credentials');
  return succeed(plan.discoverable !== 'discouraged' && possible);
}

/**
 * The extensions to send to this key: those that it lists. `key/not-supported` if the caller insists on protection that
 * it cannot give (CTAP 2.2 §12.1).
 */
export function requestedExtensions(
  { protection, minimumPinLength }: CreationPlan,
  info: AuthenticatorInfo,
): FidoResult<MakeCredentialExtensions> {
  const protects = info.extensions.includes('credProtect');
  if (protection?.enforced && protection.level > 1 && !protects)
    return fail('key/not-supported', 'the key cannot protect the credential');
  return succeed({
    protection: protects ? protection?.level : undefined,
    minimumPinLength: minimumPinLength && info.extensions.includes('minPinLength'),
  });
}

function discoverableWish(
  residentKey: string | undefined,
  requireResidentKey: boolean | undefined,
): CreationPlan['discoverable'] {
  if (residentKey === 'required' || residentKey === 'preferred') return residentKey;
  return residentKey === undefined && requireResidentKey === true ? 'required' : 'discouraged';
}

function decodedChallenge(challenge: string): string | null {
  const bytes = fromBase64url(challenge);
  return bytes === null || bytes.length === 0 ? null : challenge;
}

/** Ids of descriptors of a known type; null if one is no base64url of a possible length. */
function credentialIds(list: readonly CredentialDescriptorJSON[] | undefined): Uint8Array[] | null {
  const ids: Uint8Array[] = [];
  for (const { type, id } of list ?? []) {
    if (type !== 'public-key') continue;
    const bytes = fromBase64url(id);
    if (bytes === null || bytes.length === 0 || bytes.length > longestCredentialId) return null;
    ids.push(bytes);
  }
  return ids;
}
