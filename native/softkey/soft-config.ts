import { configMessage, configSubcommand } from '../ctap/authenticator-config.ts';
import type { CborMap } from '../ctap/canonical-cbor.ts';
import { arrayField, countField, flagField, mapField } from '../ctap/cbor-fields.ts';
import { tokenPermission } from '../ctap/client-pin.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import { answerWith, refuseField, refuseWith, type SoftAnswer } from './soft-answer.ts';
import { refuseUnproven, type SoftAuthenticatorParts } from './soft-authorisation.ts';

/** RP ids that a software key keeps for the minPinLength extension. */
export const maximumPinLengthReaders = 8;
const longestPin = 63;

/** authenticatorConfig (CTAP 2.2 §6.11): alwaysUv and the minimum PIN length. */
export function softConfig(parts: SoftAuthenticatorParts, parameters: CborMap): SoftAnswer {
  const { store, fingerprint } = parts;
  const subcommand = countField(parameters, 0x01);
  if (subcommand === undefined || subcommand > 0xff) return refuseField(parameters, 0x01);
  const change = mapField(parameters, 0x02) ?? null;
  const state = store.read();
  if (state.pin !== null || fingerprint.enrolled) {
    const keys = { parameter: 0x04, protocol: 0x03 };
    const message = configMessage(subcommand, change);
    const unproven = refuseUnproven(parts, parameters, keys, message, tokenPermission.configuration);
    if (unproven !== null) return unproven;
  }
  switch (subcommand) {
    case configSubcommand.toggleAlwaysUv:
      store.write({ ...state, alwaysVerifies: !state.alwaysVerifies });
      return answerWith();
    case configSubcommand.setMinimumPinLength:
      return setMinimumPinLength(parts, change ?? new Map());
    default:
      return refuseWith(ctapStatus.invalidSubcommand);
  }
}

function setMinimumPinLength({ store }: SoftAuthenticatorParts, change: CborMap): SoftAnswer {
  const state = store.read();
  const minimumPinLength = countField(change, 0x01) ?? state.minimumPinLength;
  const readers = arrayField(change, 0x02) ?? state.pinLengthReaders;
  const forced = flagField(change, 0x03) === true;
  if (minimumPinLength < state.minimumPinLength) return refuseWith(ctapStatus.pinPolicyViolation);
  if (minimumPinLength > longestPin) return refuseWith(ctapStatus.invalidParameter);
  const pinLengthReaders = readers.filter((reader) => typeof reader === 'string');
  if (pinLengthReaders.length !== readers.length) return refuseWith(ctapStatus.cborUnexpectedType);
  if (readers.length > maximumPinLengthReaders) return refuseWith(ctapStatus.keyStoreFull);
  if (forced && state.pin === null) return refuseWith(ctapStatus.pinNotSet);
  const tooShort = state.pin !== null && state.pin.codePoints < minimumPinLength;
  const mustChangePin = state.mustChangePin || forced || tooShort;
  store.write({ ...state, minimumPinLength, pinLengthReaders, mustChangePin });
  return answerWith();
}
