import {
  type CredentialManagement,
  credentialManagementCommand,
  deleteCredential,
  enumerateCredentials,
  enumerateRelyingParties,
  getCredentialsMetadata,
  rpIdHashOf,
  type StoredCredential,
  updateUserInformation,
} from '../ctap/credential-management.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { type FidoResult, fail, succeed } from './fido-error.ts';
import type { KeySession } from './key-session.ts';
import type { VerifiedPerson } from './user-verification.ts';

/** A discoverable credential on a key. Byte strings are base64url; names are what was registered, perhaps cut short. */
export interface KeyCredential {
  readonly credentialId: string;
  readonly userId: string;
  readonly userName: string | null;
  readonly userDisplayName: string | null;
  /** Level of credProtect, 1 to 3; null where the key does not say. */
  readonly protection: number | null;
}

export interface KeyCredentials {
  /** Of all RPs. */
  readonly stored: number;
  /** At most so many more. */
  readonly remaining: number;
  /** How many RPs have credentials on the key. */
  readonly relyingParties: number;
  /** Those of the one RP that was asked for. */
  readonly credentials: readonly KeyCredential[];
}

/** The key's credentials of one RP, and how full it is. */
export async function credentialsOf(
  session: KeySession,
  person: VerifiedPerson,
  rpId: string,
  signal?: AbortSignal,
): Promise<FidoResult<KeyCredentials>> {
  const management = managementOf(session, person, signal);
  if (!management.ok) return management;
  const metadata = await getCredentialsMetadata(management.value);
  if (!metadata.ok) return metadata;
  // Some keys answer an enumeration of nothing with an error of their own.
  if (metadata.value.stored === 0) return succeed({ ...metadata.value, relyingParties: 0, credentials: [] });
  const relyingParties = await enumerateRelyingParties(management.value);
  if (!relyingParties.ok) return relyingParties;
  const idHash = rpIdHashOf(rpId);
  const isThere = relyingParties.value.some((rp) => Buffer.compare(rp.idHash, idHash) === 0);
  const credentials = isThere ? await enumerateCredentials(management.value, idHash) : succeed([]);
  if (!credentials.ok) return credentials;
  return succeed({
    ...metadata.value,
    relyingParties: relyingParties.value.length,
    credentials: credentials.value.map(keyCredential),
  });
}

/** Deletes a credential, if it is one of this RP: nothing else on the key is ours to delete. */
export async function deleteCredentialOf(
  session: KeySession,
  person: VerifiedPerson,
  target: { readonly rpId: string; readonly credentialId: string },
  signal?: AbortSignal,
): Promise<FidoResult<null>> {
  const found = await ownCredential(session, person, target, signal);
  return found.ok ? deleteCredential(found.value.management, found.value.credential.credentialId) : found;
}

/** Changes the names of a credential of this RP; its user id stays. */
export async function renameCredentialOf(
  session: KeySession,
  person: VerifiedPerson,
  target: { readonly rpId: string; readonly credentialId: string },
  names: { readonly name: string; readonly displayName: string },
  signal?: AbortSignal,
): Promise<FidoResult<null>> {
  const found = await ownCredential(session, person, target, signal);
  if (!found.ok) return found;
  const { management, credential } = found.value;
  return updateUserInformation(management, credential.credentialId, { id: credential.userId, ...names });
}

async function ownCredential(
  session: KeySession,
  person: VerifiedPerson,
  { rpId, credentialId }: { readonly rpId: string; readonly credentialId: string },
  signal: AbortSignal | undefined,
): Promise<FidoResult<{ readonly management: CredentialManagement; readonly credential: StoredCredential }>> {
  const id = fromBase64url(credentialId);
  if (id === null) return fail('key/bad-request', 'credential id');
  const management = managementOf(session, person, signal);
  if (!management.ok) return management;
  const credentials = await enumerateCredentials(management.value, rpIdHashOf(rpId));
  if (!credentials.ok) return credentials;
  const credential = credentials.value.find((one) => Buffer.compare(one.credentialId, id) === 0);
  return credential === undefined
    ? fail('key/no-credential', 'no such credential of this RP')
    : succeed({ management: management.value, credential });
}

function managementOf(
  { authenticator, info }: KeySession,
  { verification }: VerifiedPerson,
  signal: AbortSignal | undefined,
): FidoResult<CredentialManagement> {
  const command = credentialManagementCommand(info);
  return command === null || verification.kind !== 'token'
    ? fail('key/not-supported', 'the key does not let its credentials be managed')
    : succeed({ authenticator, command, token: verification.token, signal });
}

function keyCredential(credential: StoredCredential): KeyCredential {
  return {
    ...credential,
    credentialId: toBase64url(credential.credentialId),
    userId: toBase64url(credential.userId),
  };
}
