import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { CborMap } from '../ctap/canonical-cbor.ts';
import { bytesField, countField, mapField, textField } from '../ctap/cbor-fields.ts';
import { clientPinSubcommand, tokenPermission } from '../ctap/client-pin.ts';
import { coseAlgorithm, coseKeyOf, p256KeyOf } from '../ctap/cose-key.ts';
import { type PinProtocol, pinProtocolOne, pinProtocolTwo, verifyTag } from '../ctap/pin-protocol.ts';
import { pinBytes } from '../ctap/pin-text.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import {
  answerWith,
  refuseField,
  refuseWith,
  type SoftAnswer,
  type SoftKeyGeneration,
} from './soft-answer.ts';
import { fullPinRetries, type SoftKeyStore } from './soft-key-state.ts';
import type { SoftPinToken } from './soft-pin-token.ts';
import { isPinHash, withPin } from './soft-pin-verifier.ts';

/** The authenticator's side of authenticatorClientPIN (CTAP 2.2 §6.5). */
export interface SoftClientPin {
  readonly protocols: readonly PinProtocol[];
  handle(parameters: CborMap): SoftAnswer;
}

const minimumPinLength = 4;
/** CTAP 2.2 §6.5.2.2: three wrong PINs in a row block the key until it was unplugged. */
const triesUntilReplug = 3;
const allPermissions = tokenPermission.makeCredential | tokenPermission.getAssertion;

/** Created anew each time the key is plugged in: the count of wrong PINs in a row and the key pairs are not kept. */
export function createSoftClientPin(
  store: SoftKeyStore,
  token: SoftPinToken,
  generation: SoftKeyGeneration,
): SoftClientPin {
  const protocols = generation === 'ctap2.0' ? [pinProtocolOne] : [pinProtocolTwo, pinProtocolOne];
  let wrongInARow = 0;
  let agreementKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  function handle(parameters: CborMap): SoftAnswer {
    const subcommand = countField(parameters, 0x02);
    if (subcommand === undefined) return refuseField(parameters, 0x02);
    if (subcommand === clientPinSubcommand.getPinRetries)
      return answerWith([0x03, store.read().pinRetries], [0x04, wrongInARow >= triesUntilReplug]);
    const version = countField(parameters, 0x01);
    if (version === undefined) return refuseField(parameters, 0x01);
    const protocol = protocols.find((known) => known.version === version);
    if (protocol === undefined) return refuseWith(ctapStatus.invalidParameter);
    switch (subcommand) {
      case clientPinSubcommand.getKeyAgreement:
        return answerWith([0x01, coseKeyOf(agreementKey.publicKey, coseAlgorithm.ecdhEsHkdf256)]);
      case clientPinSubcommand.setPin:
        return setPin(protocol, parameters);
      case clientPinSubcommand.changePin:
        return changePin(protocol, parameters);
      case clientPinSubcommand.getPinToken:
        return giveToken(protocol, parameters, allPermissions, null);
      case clientPinSubcommand.getTokenUsingPin:
        return generation === 'ctap2.0'
          ? refuseWith(ctapStatus.invalidSubcommand)
          : giveScopedToken(protocol, parameters);
      default:
        return refuseWith(ctapStatus.invalidSubcommand);
    }
  }

  function setPin(protocol: PinProtocol, parameters: CborMap): SoftAnswer {
    const newPinEnc = bytesField(parameters, 0x05);
    const tag = bytesField(parameters, 0x04);
    if (newPinEnc === undefined) return refuseField(parameters, 0x05);
    if (tag === undefined) return refuseField(parameters, 0x04);
    if (store.read().pin !== null) return refuseWith(ctapStatus.pinAuthInvalid);
    const secret = sharedSecret(protocol, parameters);
    if (secret === null) return refuseWith(ctapStatus.invalidParameter);
    if (!verifyTag(protocol, secret, newPinEnc, tag)) return refuseWith(ctapStatus.pinAuthInvalid);
    return storePin(protocol, secret, newPinEnc);
  }

  function changePin(protocol: PinProtocol, parameters: CborMap): SoftAnswer {
    const newPinEnc = bytesField(parameters, 0x05);
    const pinHashEnc = bytesField(parameters, 0x06);
    const tag = bytesField(parameters, 0x04);
    if (newPinEnc === undefined) return refuseField(parameters, 0x05);
    if (pinHashEnc === undefined) return refuseField(parameters, 0x06);
    if (tag === undefined) return refuseField(parameters, 0x04);
    const blocked = refuseBlocked();
    if (blocked !== null) return blocked;
    const secret = sharedSecret(protocol, parameters);
    if (secret === null) return refuseWith(ctapStatus.invalidParameter);
    if (!verifyTag(protocol, secret, Buffer.concat([newPinEnc, pinHashEnc]), tag))
      return refuseWith(ctapStatus.pinAuthInvalid);
    return refuseWrongPin(protocol, secret, pinHashEnc) ?? storePin(protocol, secret, newPinEnc);
  }

  function giveScopedToken(protocol: PinProtocol, parameters: CborMap): SoftAnswer {
    const permissions = countField(parameters, 0x09);
    const rpId = textField(parameters, 0x0a);
    if (permissions === undefined) return refuseField(parameters, 0x09);
    if (permissions === 0) return refuseWith(ctapStatus.invalidParameter);
    if ((permissions & ~allPermissions) !== 0) return refuseWith(ctapStatus.unauthorizedPermission);
    if (rpId === undefined) return refuseField(parameters, 0x0a);
    return giveToken(protocol, parameters, permissions, rpId);
  }

  function giveToken(
    protocol: PinProtocol,
    parameters: CborMap,
    permissions: number,
    rpId: string | null,
  ): SoftAnswer {
    const pinHashEnc = bytesField(parameters, 0x06);
    if (pinHashEnc === undefined) return refuseField(parameters, 0x06);
    const blocked = refuseBlocked();
    if (blocked !== null) return blocked;
    const secret = sharedSecret(protocol, parameters);
    if (secret === null) return refuseWith(ctapStatus.invalidParameter);
    const wrong = refuseWrongPin(protocol, secret, pinHashEnc);
    if (wrong !== null) return wrong;
    return answerWith([0x02, protocol.encrypt(secret, token.issue(protocol, permissions, rpId))]);
  }

  function refuseBlocked(): SoftAnswer | null {
    const { pin, pinRetries } = store.read();
    if (pin === null) return refuseWith(ctapStatus.pinNotSet);
    if (pinRetries === 0) return refuseWith(ctapStatus.pinBlocked);
    return wrongInARow >= triesUntilReplug ? refuseWith(ctapStatus.pinAuthBlocked) : null;
  }

  /** A try is counted before it is judged, so that pulling the key out in between gains nothing. */
  function refuseWrongPin(
    protocol: PinProtocol,
    secret: Uint8Array,
    pinHashEnc: Uint8Array,
  ): SoftAnswer | null {
    const state = store.read();
    const pinRetries = state.pinRetries - 1;
    store.write({ ...state, pinRetries });
    const hash = protocol.decrypt(secret, pinHashEnc);
    if (hash !== null && isPinHash(state, hash)) {
      store.write({ ...state, pinRetries: fullPinRetries });
      wrongInARow = 0;
      return null;
    }
    agreementKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    wrongInARow += 1;
    if (pinRetries === 0) return refuseWith(ctapStatus.pinBlocked);
    return refuseWith(wrongInARow >= triesUntilReplug ? ctapStatus.pinAuthBlocked : ctapStatus.pinInvalid);
  }

  function storePin(protocol: PinProtocol, secret: Uint8Array, newPinEnc: Uint8Array): SoftAnswer {
    const padded = protocol.decrypt(secret, newPinEnc);
    if (padded === null || padded.length !== 64) return refuseWith(ctapStatus.invalidParameter);
    const end = padded.indexOf(0);
    const text = end < 0 ? '' : new TextDecoder().decode(padded.subarray(0, end));
    const pin = pinBytes(text, minimumPinLength);
    padded.fill(0);
    if (pin === null) return refuseWith(ctapStatus.pinPolicyViolation);
    store.write(withPin(store.read(), pin));
    pin.fill(0);
    token.forget();
    return answerWith();
  }

  function sharedSecret(protocol: PinProtocol, parameters: CborMap): Uint8Array | null {
    const platformKey = mapField(parameters, 0x03);
    const peer: KeyObject | null = platformKey === undefined ? null : p256KeyOf(platformKey);
    return peer === null ? null : protocol.deriveSecret(agreementKey.privateKey, peer);
  }

  return { protocols, handle };
}
