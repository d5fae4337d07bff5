import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import type { CborExchange } from '../hid/ctap-hid-channel.ts';
import {
  type AttestedCredential,
  type AuthenticatorData,
  parseAuthenticatorData,
} from './authenticator-data.ts';
import type { CborMap, CborValue } from './canonical-cbor.ts';
import { bytesField, mapField, presentFields, textField } from './cbor-fields.ts';
import { credentialDescriptor } from './credential-descriptor.ts';
import { ctapCommand, sendCtapCommand } from './ctap-command.ts';

/** Proof that the person was verified, over the hash of the client data (CTAP 2.2 §6.5.4). */
export interface PinUvAuth {
  readonly parameter: Uint8Array;
  readonly protocol: number;
}

/** How far a credential hides while the person is not verified (CTAP 2.2 §12.1). */
export type CredentialProtection = 1 | 2 | 3;

export interface MakeCredentialExtensions {
  /** `credProtect` (CTAP 2.2 §12.1): 1 no protection, 2 hidden unless its id is given, 3 verified persons only. */
  readonly protection?: CredentialProtection | undefined;
  /** `minPinLength` (CTAP 2.2 §12.4): asks the key to attest its minimum, where it knows this RP as a reader. */
  readonly minimumPinLength?: boolean | undefined;
}

export interface MakeCredentialParameters {
  /** SHA-256 of the client data, 32 bytes. */
  readonly clientDataHash: Uint8Array;
  readonly relyingParty: { readonly id: string; readonly name: string };
  readonly user: { readonly id: Uint8Array; readonly name: string; readonly displayName: string };
  /** COSE algorithms, the preferred first. */
  readonly algorithms: readonly number[];
  readonly excludeCredentials: readonly Uint8Array[];
  readonly discoverable: boolean;
  /** Ask the authenticator's own sensor; only without `pinUvAuth`. */
  readonly builtInVerification: boolean;
  readonly pinUvAuth: PinUvAuth | null;
  /** Only those that the authenticator lists; an old one may refuse others. */
  readonly extensions?: MakeCredentialExtensions | undefined;
}

export interface MadeCredential {
  readonly format: string;
  readonly authenticatorData: Uint8Array;
  readonly attestationStatement: CborMap;
  readonly parsed: AuthenticatorData & { readonly attestedCredential: AttestedCredential };
}

/** What a command that waits for a person is given beside its parameters. */
export interface PresenceOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onTouchNeeded?: (() => void) | undefined;
}

/** authenticatorMakeCredential (CTAP 2.2 §6.1). */
export async function makeCredential(
  authenticator: CborExchange,
  parameters: MakeCredentialParameters,
  options: PresenceOptions,
): Promise<FidoResult<MadeCredential>> {
  const request = makeCredentialRequest(parameters);
  const answer = await sendCtapCommand(authenticator, ctapCommand.makeCredential, request, {
    ...options,
    limit: 'touch',
  });
  if (!answer.ok) return answer;
  const format = textField(answer.value, 0x01);
  const authenticatorData = bytesField(answer.value, 0x02);
  const attestationStatement = mapField(answer.value, 0x03) ?? (format === 'none' ? new Map() : undefined);
  if (format === undefined || authenticatorData === undefined || attestationStatement === undefined)
    return fail('key/protocol', 'makeCredential: incomplete');
  const parsed = parseAuthenticatorData(authenticatorData);
  if (!parsed.ok) return parsed;
  const { attestedCredential } = parsed.value;
  if (attestedCredential === null) return fail('key/protocol', 'makeCredential: no credential');
  return succeed({
    format,
    authenticatorData,
    attestationStatement,
    parsed: { ...parsed.value, attestedCredential },
  });
}

function makeCredentialRequest(parameters: MakeCredentialParameters): CborMap {
  const { clientDataHash, relyingParty, user, algorithms, excludeCredentials, pinUvAuth } = parameters;
  const options = presentFields([
    ['rk', parameters.discoverable || undefined],
    ['uv', (parameters.builtInVerification && pinUvAuth === null) || undefined],
  ]);
  const extensions = presentFields([
    ['credProtect', parameters.extensions?.protection],
    ['minPinLength', parameters.extensions?.minimumPinLength || undefined],
  ]);
  return presentFields([
    [0x01, clientDataHash],
    [0x02, new Map(Object.entries(relyingParty))],
    [0x03, new Map<string, CborValue>(Object.entries(user))],
    [0x04, algorithms.map((alg) => new Map<string, CborValue>(Object.entries({ alg, type: 'public-key' })))],
    [0x05, excludeCredentials.length > 0 ? excludeCredentials.map(credentialDescriptor) : undefined],
    [0x06, extensions.size > 0 ? extensions : undefined],
    [0x07, options.size > 0 ? options : undefined],
    [0x08, pinUvAuth?.parameter],
    [0x09, pinUvAuth?.protocol],
  ]);
}
