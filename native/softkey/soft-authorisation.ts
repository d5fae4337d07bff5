import type { CborMap } from '../ctap/canonical-cbor.ts';
import { bytesField, countField } from '../ctap/cbor-fields.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import {
  refuseField,
  refuseUntouched,
  refuseWith,
  type SoftAnswer,
  type UserPresence,
} from './soft-answer.ts';
import type { SoftClientPin } from './soft-client-pin.ts';
import type { SoftKeyStore } from './soft-key-state.ts';
import type { SoftPinToken } from './soft-pin-token.ts';

/** What the commands of a software authenticator share. */
export interface SoftAuthenticatorParts {
  readonly store: SoftKeyStore;
  readonly clientPin: SoftClientPin;
  readonly token: SoftPinToken;
  /** Keys of CTAP 2.1 let a token authorise one operation only. */
  readonly singleUseTokens: boolean;
}

export interface AuthorisationRequest {
  readonly parameters: CborMap;
  /** Where this command carries pinUvAuthParam and pinUvAuthProtocol. */
  readonly parameterKey: number;
  readonly protocolKey: number;
  readonly clientDataHash: Uint8Array;
  readonly permission: number;
  readonly rpId: string;
}

/** Whether the person was verified for a command (CTAP 2.2 §6.1.2 steps 1, 2 and 11, §6.2.2 likewise), or a refusal. */
export async function authorise(
  { store, clientPin, token }: SoftAuthenticatorParts,
  request: AuthorisationRequest,
  presence: UserPresence,
): Promise<{ readonly verified: boolean } | SoftAnswer> {
  const { parameters, parameterKey, protocolKey, clientDataHash, permission, rpId } = request;
  const parameter = bytesField(parameters, parameterKey);
  if (parameter === undefined)
    return parameters.has(parameterKey) ? refuseField(parameters, parameterKey) : { verified: false };
  if (parameter.length === 0) {
    const untouched = await refuseUntouched(presence);
    if (untouched !== null) return untouched;
    return refuseWith(store.read().pin === null ? ctapStatus.pinNotSet : ctapStatus.pinInvalid);
  }
  const version = countField(parameters, protocolKey);
  if (version === undefined) return refuseField(parameters, protocolKey);
  const protocol = clientPin.protocols.find((known) => known.version === version);
  if (protocol === undefined) return refuseWith(ctapStatus.invalidParameter);
  const proof = { protocol, parameter, message: clientDataHash };
  return token.proves(proof, permission, rpId) ? { verified: true } : refuseWith(ctapStatus.pinAuthInvalid);
}
