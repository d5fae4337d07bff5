import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import type { CborExchange } from '../hid/ctap-hid-channel.ts';
import type { AuthenticatorInfo } from './authenticator-info.ts';
import { type CborMap, type CborValue, encodeCbor } from './canonical-cbor.ts';
import { bytesField, countField, mapField, presentFields, textField } from './cbor-fields.ts';
import type { PinUvAuthToken } from './client-pin.ts';
import { credentialDescriptor, descriptorId } from './credential-descriptor.ts';
import { ctapCommand, sendCtapCommand } from './ctap-command.ts';
import { ctapStatus } from './status-codes.ts';

/** Subcommands of authenticatorCredentialManagement (CTAP 2.2 §6.8). */
export const credentialSubcommand = {
  getMetadata: 1,
  enumerateRpsBegin: 2,
  enumerateRpsNext: 3,
  enumerateCredentialsBegin: 4,
  enumerateCredentialsNext: 5,
  deleteCredential: 6,
  updateUser: 7,
} as const;

export type CredentialManagementCommand =
  | typeof ctapCommand.credentialManagement
  | typeof ctapCommand.credentialManagementPreview;

/** An authenticator with a token of permission `credentialManagement` that is bound to no RP. */
export interface CredentialManagement {
  readonly authenticator: CborExchange;
  readonly command: CredentialManagementCommand;
  readonly token: PinUvAuthToken;
  readonly signal?: AbortSignal | undefined;
}

export interface CredentialsMetadata {
  readonly stored: number;
  /** At most so many more; how large they are decides. */
  readonly remaining: number;
}

export interface StoredRelyingParty {
  /** As the key kept it, perhaps cut short; the hash counts. Null where it gives none. */
  readonly id: string | null;
  readonly idHash: Uint8Array;
}

export interface StoredCredential {
  readonly credentialId: Uint8Array;
  readonly userId: Uint8Array;
  readonly userName: string | null;
  readonly userDisplayName: string | null;
  /** Level of credProtect (CTAP 2.2 §12.1); null where the key does not say. */
  readonly protection: number | null;
}

/** No key holds as many: one that claims more is not believed. */
const maximumListed = 1_000;
/** Milliseconds for one listing, however slowly each entry comes. */
const longestListing = 60_000;

/** The command by which this key lets its credentials be managed, or null. */
export function credentialManagementCommand(info: AuthenticatorInfo): CredentialManagementCommand | null {
  if (info.options.get('credMgmt') === true) return ctapCommand.credentialManagement;
  const preview = info.options.get('credentialMgmtPreview') === true;
  return preview ? ctapCommand.credentialManagementPreview : null;
}

/** getCredsMetadata (CTAP 2.2 §6.8.2). */
export async function getCredentialsMetadata(
  management: CredentialManagement,
): Promise<FidoResult<CredentialsMetadata>> {
  const answer = await signed(management, credentialSubcommand.getMetadata, null);
  if (!answer.ok) return answer;
  const stored = countField(answer.value, 0x01);
  const remaining = countField(answer.value, 0x02);
  return stored === undefined || remaining === undefined
    ? fail('key/protocol', 'getCredsMetadata: incomplete')
    : succeed({ stored, remaining });
}

/** enumerateRPsBegin and enumerateRPsGetNextRP (CTAP 2.2 §6.8.3): every RP with a discoverable credential. */
export function enumerateRelyingParties(
  management: CredentialManagement,
): Promise<FidoResult<readonly StoredRelyingParty[]>> {
  return listed(management, {
    begin: credentialSubcommand.enumerateRpsBegin,
    next: credentialSubcommand.enumerateRpsNext,
    parameters: null,
    totalKey: 0x05,
    parse: parseRelyingParty,
  });
}

/** enumerateCredentialsBegin and enumerateCredentialsGetNextCredential (CTAP 2.2 §6.8.4) of one RP. */
export function enumerateCredentials(
  management: CredentialManagement,
  rpIdHash: Uint8Array,
): Promise<FidoResult<readonly StoredCredential[]>> {
  return listed(management, {
    begin: credentialSubcommand.enumerateCredentialsBegin,
    next: credentialSubcommand.enumerateCredentialsNext,
    parameters: new Map([[0x01, rpIdHash]]),
    totalKey: 0x09,
    parse: parseCredential,
  });
}

/** deleteCredential (CTAP 2.2 §6.8.5). An unknown id is `key/no-credential`. */
export async function deleteCredential(
  management: CredentialManagement,
  credentialId: Uint8Array,
): Promise<FidoResult<null>> {
  const parameters = new Map([[0x02, credentialDescriptor(credentialId)]]);
  const answer = await signed(management, credentialSubcommand.deleteCredential, parameters);
  return answer.ok ? succeed(null) : answer;
}

/** updateUserInformation (CTAP 2.2 §6.8.6): other names for the same user id. Keys of the preview cannot. */
export async function updateUserInformation(
  management: CredentialManagement,
  credentialId: Uint8Array,
  user: { readonly id: Uint8Array; readonly name: string; readonly displayName: string },
): Promise<FidoResult<null>> {
  if (management.command === ctapCommand.credentialManagementPreview)
    return fail('key/not-supported', 'the key cannot rename accounts');
  const parameters = new Map<number, CborValue>([
    [0x02, credentialDescriptor(credentialId)],
    [0x03, new Map<string, CborValue>(Object.entries(user))],
  ]);
  const answer = await signed(management, credentialSubcommand.updateUser, parameters);
  return answer.ok ? succeed(null) : answer;
}

/** What a token signs for a subcommand (CTAP 2.2 §6.8): the subcommand and its parameters. */
export function credentialManagementMessage(subcommand: number, parameters: CborMap | null): Uint8Array {
  return Uint8Array.of(subcommand, ...(parameters === null ? [] : encodeCbor(parameters)));
}

/** SHA-256 of an RP id, as keys list it. */
export function rpIdHashOf(rpId: string): Uint8Array {
  return createHash('sha256').update(rpId).digest();
}

interface Listing<T> {
  readonly begin: number;
  readonly next: number;
  readonly parameters: CborMap | null;
  readonly totalKey: number;
  readonly parse: (answer: CborMap) => FidoResult<T>;
}

/** The first answer says how many there are; one is asked for after the other. Nothing there is an empty list. */
async function listed<T>(
  management: CredentialManagement,
  { begin, next, parameters, totalKey, parse }: Listing<T>,
): Promise<FidoResult<readonly T[]>> {
  const first = await signed(management, begin, parameters);
  if (!first.ok) return first.error.status === ctapStatus.noCredentials ? succeed([]) : first;
  const total = countField(first.value, totalKey);
  if (total === undefined || total > maximumListed) return fail('key/protocol', 'listing: impossible total');
  const entries: T[] = [];
  const until = performance.now() + longestListing;
  for (let answer = first.value; entries.length < total; ) {
    const entry = parse(answer);
    if (!entry.ok) return entry;
    entries.push(entry.value);
    if (entries.length === total) break;
    if (performance.now() > until) return fail('key/timeout', 'listing: too slow');
    const following = await send(management, new Map([[0x01, next]]));
    if (!following.ok) return following;
    answer = following.value;
  }
  return succeed(entries);
}

function parseRelyingParty(answer: CborMap): FidoResult<StoredRelyingParty> {
  const idHash = bytesField(answer, 0x04);
  if (idHash?.length !== 32) return fail('key/protocol', 'enumerateRPs: incomplete');
  const rp = mapField(answer, 0x03);
  return succeed({ id: (rp && textField(rp, 'id')) ?? null, idHash });
}

function parseCredential(answer: CborMap): FidoResult<StoredCredential> {
  const user = mapField(answer, 0x06);
  const userId = user && bytesField(user, 'id');
  const credentialId = descriptorId(answer.get(0x07));
  if (user === undefined || userId === undefined || credentialId === null || credentialId.length === 0)
    return fail('key/protocol', 'enumerateCredentials: incomplete');
  return succeed({
    credentialId,
    userId,
    userName: textField(user, 'name') ?? null,
    userDisplayName: textField(user, 'displayName') ?? null,
    protection: countField(answer, 0x0a) ?? null,
  });
}

function signed(
  management: CredentialManagement,
  subcommand: number,
  parameters: CborMap | null,
): Promise<FidoResult<CborMap>> {
  const { protocol, bytes } = management.token;
  return send(
    management,
    presentFields([
      [0x01, subcommand],
      [0x02, parameters ?? undefined],
      [0x03, protocol.version],
      [0x04, protocol.authenticate(bytes, credentialManagementMessage(subcommand, parameters))],
    ]),
  );
}

function send(
  { authenticator, command, signal }: CredentialManagement,
  request: CborMap,
): Promise<FidoResult<CborMap>> {
  return sendCtapCommand(authenticator, command, request, { limit: 'quick', signal });
}
