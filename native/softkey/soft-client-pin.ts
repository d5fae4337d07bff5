import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { CborMap } from '../ctap/canonical-cbor.ts';
import { bytesField, countField, mapField, textField } from '../ctap/cbor-fields.ts';
import { clientPinSubcommand, tokenPermission } from '../ctap/client-pin.ts';
import { coseAlgorithm, coseKeyOf, p256KeyOf } from '../ctap/cose-key.ts';
import { type PinProtocol, verifyTag } from '../ctap/pin-protocol.ts';
import { pinBytes, pinHash } from '../ctap/pin-text.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import { answerWith, refuseField, refuseWith, type SoftAnswer, type UserPresence } from './soft-answer.ts';
import type { SoftAuthenticatorParts } from './soft-authorisation.ts';
import { createSoftPinTries } from './soft-pin-tries.ts';
import { isPinHash, withPin } from './soft-pin-verifier.ts';

/** The authenticator's side of authenticatorClientPIN (CTAP 2.2 §6.5). */
export interface SoftClientPin {
  handle(parameters: CborMap, presence: UserPresence): Promise<SoftAnswer>;
  /** After a reset: as if it was just plugged in. */
  forget(): void;
}

const ceremonies = tokenPermission.makeCredential | tokenPermission.getAssertion;
const allPermissions = ceremonies | tokenPermission.credentialManagement | tokenPermission.configuration;

/** Created anew each time the key is plugged in: the count of wrong PINs in a row and the key pairs are not kept. */
export function createSoftClientPin({
  store,
  token,
  fingerprint,
  traits,
}: SoftAuthenticatorParts): SoftClientPin {
  const tries = createSoftPinTries(store);
  let agreementKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  async function handle(parameters: CborMap, presence: UserPresence): Promise<SoftAnswer> {
    const subcommand = countField(parameters, 0x02);
    if (subcommand === undefined) return refuseField(parameters, 0x02);
    if (subcommand === clientPinSubcommand.getPinRetries)
      return answerWith([0x03, store.read().pinRetries], [0x04, tries.replugNeeded]);
    if (subcommand === clientPinSubcommand.getUvRetries)
      return fingerprint.present && traits.isCtap21
        ? answerWith([0x05, fingerprint.retriesLeft])
        : refuseWith(ctapStatus.invalidSubcommand);
    const version = countField(parameters, 0x01);
    if (version === undefined) return refuseField(parameters, 0x01);
    const protocol = traits.pinProtocols.find((known) => known.version === version);
    if (protocol === undefined) return refuseWith(ctapStatus.invalidParameter);
    switch (subcommand) {
      case clientPinSubcommand.getKeyAgreement:
        return answerWith([0x01, coseKeyOf(agreementKey.publicKey, coseAlgorithm.ecdhEsHkdf256)]);
      case clientPinSubcommand.setPin:
        return setPin(protocol, parameters);
      case clientPinSubcommand.changePin:
        return changePin(protocol, parameters);
      case clientPinSubcommand.getPinToken:
        return giveTokenForPin(protocol, parameters, traits.isCtap21 ? ceremonies : allPermissions, null);
      case clientPinSubcommand.getTokenUsingPin:
        return giveScopedToken(parameters, (permissions, rpId) =>
          giveTokenForPin(protocol, parameters, permissions, rpId),
        );
      case clientPinSubcommand.getTokenUsingUv:
        return giveScopedToken(parameters, (permissions, rpId) =>
          giveTokenForFinger(protocol, parameters, permissions, rpId, presence),
        );
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
    const blocked = tries.refuseBlocked();
    if (blocked !== null) return blocked;
    const secret = sharedSecret(protocol, parameters);
    if (secret === null) return refuseWith(ctapStatus.invalidParameter);
    if (!verifyTag(protocol, secret, Buffer.concat([newPinEnc, pinHashEnc]), tag))
      return refuseWith(ctapStatus.pinAuthInvalid);
    return refuseWrongPin(protocol, secret, pinHashEnc) ?? storePin(protocol, secret, newPinEnc);
  }

  async function giveScopedToken(
    parameters: CborMap,
    give: (permissions: number, rpId: string | null) => SoftAnswer | Promise<SoftAnswer>,
  ): Promise<SoftAnswer> {
    if (!traits.isCtap21) return refuseWith(ctapStatus.invalidSubcommand);
    const permissions = countField(parameters, 0x09);
    const rpId = textField(parameters, 0x0a);
    if (permissions === undefined) return refuseField(parameters, 0x09);
    if (permissions === 0) return refuseWith(ctapStatus.invalidParameter);
    // `countField` is wider than the 32 bits of `&`.
    if (permissions > 0xff || (permissions & ~allPermissions) !== 0)
      return refuseWith(ctapStatus.unauthorizedPermission);
    if (rpId === undefined && ((permissions & ceremonies) !== 0 || parameters.has(0x0a)))
      return refuseField(parameters, 0x0a);
    return give(permissions, rpId ?? null);
  }

  function giveTokenForPin(
    protocol: PinProtocol,
    parameters: CborMap,
    permissions: number,
    rpId: string | null,
  ): SoftAnswer {
    const pinHashEnc = bytesField(parameters, 0x06);
    if (pinHashEnc === undefined) return refuseField(parameters, 0x06);
    const blocked = tries.refuseBlocked();
    if (blocked !== null) return blocked;
    const secret = sharedSecret(protocol, parameters);
    if (secret === null) return refuseWith(ctapStatus.invalidParameter);
    const wrong = refuseWrongPin(protocol, secret, pinHashEnc);
    if (wrong !== null) return wrong;
    if (store.read().mustChangePin) return refuseWith(ctapStatus.pinPolicyViolation);
    return answerWith([0x02, protocol.encrypt(secret, token.issue(protocol, permissions, rpId, false))]);
  }

  async function giveTokenForFinger(
    protocol: PinProtocol,
    parameters: CborMap,
    permissions: number,
    rpId: string | null,
    presence: UserPresence,
  ): Promise<SoftAnswer> {
    if (!fingerprint.enrolled) return refuseWith(ctapStatus.notAllowed);
    // This sensor does not serve authenticatorConfig: the option uvAcfg is absent.
    if ((permissions & tokenPermission.configuration) !== 0)
      return refuseWith(ctapStatus.unauthorizedPermission);
    const secret = sharedSecret(protocol, parameters);
    if (secret === null) return refuseWith(ctapStatus.invalidParameter);
    const unrecognised = await fingerprint.refuseUnrecognised(presence);
    if (unrecognised !== null) return unrecognised;
    return answerWith([0x02, protocol.encrypt(secret, token.issue(protocol, permissions, rpId, true))]);
  }

  function refuseWrongPin(
    protocol: PinProtocol,
    secret: Uint8Array,
    pinHashEnc: Uint8Array,
  ): SoftAnswer | null {
    const wrong = tries.refuseWrong(protocol.decrypt(secret, pinHashEnc));
    if (wrong !== null) agreementKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return wrong;
  }

  function storePin(protocol: PinProtocol, secret: Uint8Array, newPinEnc: Uint8Array): SoftAnswer {
    const padded = protocol.decrypt(secret, newPinEnc);
    if (padded === null || padded.length !== 64) return refuseWith(ctapStatus.invalidParameter);
    const state = store.read();
    const end = padded.indexOf(0);
    const text = end < 0 ? '' : new TextDecoder().decode(padded.subarray(0, end));
    const pin = pinBytes(text, state.minimumPinLength);
    padded.fill(0);
    if (pin === null) return refuseWith(ctapStatus.pinPolicyViolation);
    if (state.mustChangePin && isPinHash(state, pinHash(pin))) {
      pin.fill(0);
      return refuseWith(ctapStatus.pinPolicyViolation);
    }
    const changed = withPin(state, pin);
    pin.fill(0);
    token.forget();
    store.write(changed);
    return answerWith();
  }

  function sharedSecret(protocol: PinProtocol, parameters: CborMap): Uint8Array | null {
    const platformKey = mapField(parameters, 0x03);
    const peer: KeyObject | null = platformKey === undefined ? null : p256KeyOf(platformKey);
    return peer === null ? null : protocol.deriveSecret(agreementKey.privateKey, peer);
  }

  return {
    handle,
    forget() {
      tries.forget();
      token.forget();
      agreementKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    },
  };
}
