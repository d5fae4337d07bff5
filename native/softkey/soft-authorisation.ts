import type { CborMap } from '../ctap/canonical-cbor.ts';
import { bytesField, countField, flagField, mapField } from '../ctap/cbor-fields.ts';
import type { PinProtocol } from '../ctap/pin-protocol.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import {
  refuseField,
  refuseUntouched,
  refuseWith,
  type SoftAnswer,
  type UserPresence,
} from './soft-answer.ts';
import type { SoftFingerprint } from './soft-fingerprint.ts';
import type { GenerationTraits } from './soft-key-generation.ts';
import type { SoftKeyStore } from './soft-key-state.ts';
import type { SoftPinToken } from './soft-pin-token.ts';

/** What the commands of a software authenticator share. */
export interface SoftAuthenticatorParts {
  readonly store: SoftKeyStore;
  readonly token: SoftPinToken;
  readonly fingerprint: SoftFingerprint;
  readonly traits: GenerationTraits;
}

export interface AuthorisationRequest {
  readonly parameters: CborMap;
  /** Where this command carries pinUvAuthParam, pinUvAuthProtocol and its options. */
  readonly parameterKey: number;
  readonly protocolKey: number;
  readonly optionsKey: number;
  readonly clientDataHash: Uint8Array;
  readonly permission: number;
  readonly rpId: string;
}

export interface Authorised {
  readonly verified: boolean;
  /** The person has touched the key already, at its sensor. */
  readonly present: boolean;
}

/** Whether the person was verified for a command (CTAP 2.2 §6.1.2 and §6.2.2), or a refusal. */
export async function authorise(
  { store, token, fingerprint, traits }: SoftAuthenticatorParts,
  request: AuthorisationRequest,
  presence: UserPresence,
): Promise<Authorised | SoftAnswer> {
  const { parameters, parameterKey, protocolKey, clientDataHash, permission, rpId } = request;
  if (!parameters.has(parameterKey)) return authoriseWithoutToken({ store, fingerprint }, request, presence);
  const parameter = bytesField(parameters, parameterKey);
  if (parameter === undefined) return refuseField(parameters, parameterKey);
  if (parameter.length === 0) {
    const untouched = await refuseUntouched(presence);
    if (untouched !== null) return untouched;
    return refuseWith(store.read().pin === null ? ctapStatus.pinNotSet : ctapStatus.pinInvalid);
  }
  const protocol = protocolIn(traits, parameters, protocolKey);
  if ('status' in protocol) return protocol;
  const proof = { protocol, parameter, message: clientDataHash };
  return token.proves(proof, permission, rpId)
    ? { verified: true, present: token.present }
    : refuseWith(ctapStatus.pinAuthInvalid);
}

/** Whether a token proves that it may manage the key (CTAP 2.2 §6.8 and §6.11); null if so, else the refusal. */
export function refuseUnproven(
  { token, traits }: SoftAuthenticatorParts,
  parameters: CborMap,
  keys: { readonly parameter: number; readonly protocol: number },
  message: Uint8Array,
  permission: number,
  serves: (rpId: string) => boolean = () => false,
): SoftAnswer | null {
  if (!parameters.has(keys.parameter)) return refuseWith(ctapStatus.authTokenRequired);
  const parameter = bytesField(parameters, keys.parameter);
  if (parameter === undefined) return refuseField(parameters, keys.parameter);
  const protocol = protocolIn(traits, parameters, keys.protocol);
  if ('status' in protocol) return protocol;
  return token.provesManagement({ protocol, parameter, message }, permission, serves)
    ? null
    : refuseWith(ctapStatus.pinAuthInvalid);
}

/** The sensor within the command where it was asked for, or where the key verifies for everything and has one. */
async function authoriseWithoutToken(
  { store, fingerprint }: Pick<SoftAuthenticatorParts, 'store' | 'fingerprint'>,
  { parameters, optionsKey }: AuthorisationRequest,
  presence: UserPresence,
): Promise<Authorised | SoftAnswer> {
  const options = mapField(parameters, optionsKey) ?? new Map();
  const { alwaysVerifies } = store.read();
  const silent = flagField(options, 'up') === false;
  const asked = flagField(options, 'uv') === true;
  if (!asked && (!alwaysVerifies || silent)) return { verified: false, present: false };
  if (fingerprint.enrolled) {
    const refused = await fingerprint.refuseUnrecognised(presence);
    return refused ?? { verified: true, present: true };
  }
  return refuseWith(asked ? ctapStatus.invalidOption : ctapStatus.authTokenRequired);
}

function protocolIn(traits: GenerationTraits, parameters: CborMap, key: number): PinProtocol | SoftAnswer {
  const version = countField(parameters, key);
  if (version === undefined) return refuseField(parameters, key);
  return (
    traits.pinProtocols.find((known) => known.version === version) ?? refuseWith(ctapStatus.invalidParameter)
  );
}
