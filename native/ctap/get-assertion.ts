import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import type { CborExchange } from '../hid/ctap-hid-channel.ts';
import { type AuthenticatorData, parseAuthenticatorData } from './authenticator-data.ts';
import type { CborMap } from './canonical-cbor.ts';
import { bytesField, countField, flagField, mapField, presentFields, textField } from './cbor-fields.ts';
import { credentialDescriptor, descriptorId } from './credential-descriptor.ts';
import { ctapCommand, sendCtapCommand } from './ctap-command.ts';
import type { PinUvAuth, PresenceOptions } from './make-credential.ts';

export interface GetAssertionParameters {
  readonly rpId: string;
  /** SHA-256 of the client data, 32 bytes. */
  readonly clientDataHash: Uint8Array;
  /** Empty: any discoverable credential of the RP. */
  readonly allowCredentials: readonly Uint8Array[];
  /** False only to ask silently whether the authenticator knows one of the credentials. */
  readonly userPresence: boolean;
  /** Ask the authenticator's own sensor; only without `pinUvAuth`. */
  readonly builtInVerification: boolean;
  readonly pinUvAuth: PinUvAuth | null;
}

export interface Assertion {
  /** Null where the authenticator left it out, as it may with exactly one allowed credential. */
  readonly credentialId: Uint8Array | null;
  readonly authenticatorData: Uint8Array;
  readonly signature: Uint8Array;
  /** The user handle, with discoverable credentials. */
  readonly userId: Uint8Array | null;
  /** Names, which a key gives out only to a verified person who has several accounts. */
  readonly userName: string | null;
  readonly userDisplayName: string | null;
  /** How many accounts fit; more than 1 only in the first answer to a request without allowed credentials. */
  readonly accounts: number;
  /** The person has already chosen the account on the key's own display (CTAP 2.2 §6.2). */
  readonly selectedOnKey: boolean;
  readonly parsed: AuthenticatorData;
}

/** authenticatorGetAssertion (CTAP 2.2 §6.2): the answer of the most recent fitting credential. */
export async function getAssertion(
  authenticator: CborExchange,
  parameters: GetAssertionParameters,
  options: PresenceOptions,
): Promise<FidoResult<Assertion>> {
  const answer = await sendCtapCommand(
    authenticator,
    ctapCommand.getAssertion,
    getAssertionRequest(parameters),
    { ...options, limit: parameters.userPresence ? 'touch' : 'quick' },
  );
  return answer.ok ? parseAssertion(answer.value) : answer;
}

/** authenticatorGetNextAssertion (CTAP 2.2 §6.3): the next account's answer to the same request, without a touch. */
export async function getNextAssertion(
  authenticator: CborExchange,
  signal?: AbortSignal,
): Promise<FidoResult<Assertion>> {
  const answer = await sendCtapCommand(authenticator, ctapCommand.getNextAssertion, null, {
    limit: 'quick',
    signal,
  });
  return answer.ok ? parseAssertion(answer.value) : answer;
}

function getAssertionRequest(parameters: GetAssertionParameters): CborMap {
  const { rpId, clientDataHash, allowCredentials, pinUvAuth } = parameters;
  const options = presentFields([
    ['up', parameters.userPresence ? undefined : false],
    ['uv', (parameters.builtInVerification && pinUvAuth === null) || undefined],
  ]);
  return presentFields([
    [0x01, rpId],
    [0x02, clientDataHash],
    [0x03, allowCredentials.length > 0 ? allowCredentials.map(credentialDescriptor) : undefined],
    [0x05, options.size > 0 ? options : undefined],
    [0x06, pinUvAuth?.parameter],
    [0x07, pinUvAuth?.protocol],
  ]);
}

function parseAssertion(answer: CborMap): FidoResult<Assertion> {
  const descriptor = mapField(answer, 0x01);
  const credentialId = descriptorId(descriptor);
  const authenticatorData = bytesField(answer, 0x02);
  const signature = bytesField(answer, 0x03);
  const user = mapField(answer, 0x04);
  if (authenticatorData === undefined || signature === undefined || signature.length === 0)
    return fail('key/protocol', 'getAssertion: incomplete');
  if (descriptor !== undefined && credentialId === null)
    return fail('key/protocol', 'getAssertion: credential');
  const parsed = parseAuthenticatorData(authenticatorData);
  if (!parsed.ok) return parsed;
  return succeed({
    credentialId,
    authenticatorData,
    signature,
    userId: (user && bytesField(user, 'id')) ?? null,
    userName: (user && textField(user, 'name')) ?? null,
    userDisplayName: (user && textField(user, 'displayName')) ?? null,
    accounts: countField(answer, 0x05) ?? 1,
    selectedOnKey: flagField(answer, 0x06) ?? false,
    parsed: parsed.value,
  });
}
