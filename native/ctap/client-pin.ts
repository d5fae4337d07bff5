import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import type { CborExchange } from '../hid/ctap-hid-channel.ts';
import type { CborKey, CborMap, CborValue } from './canonical-cbor.ts';
import { bytesField, countField, flagField, mapField } from './cbor-fields.ts';
import { ctapCommand, sendCtapCommand } from './ctap-command.ts';
import type { PresenceOptions } from './make-credential.ts';
import { encapsulate, type PinEncapsulation, type PinProtocol } from './pin-protocol.ts';
import { paddedPin, pinHash } from './pin-text.ts';

/** Subcommands of authenticatorClientPIN (CTAP 2.2 §6.5.5). */
export const clientPinSubcommand = {
  getPinRetries: 1,
  getKeyAgreement: 2,
  setPin: 3,
  changePin: 4,
  getPinToken: 5,
  getTokenUsingUv: 6,
  getUvRetries: 7,
  getTokenUsingPin: 9,
} as const;

/** Bits of what a pinUvAuthToken may be used for (CTAP 2.2 §6.5.5.7). */
export const tokenPermission = {
  makeCredential: 0x01,
  getAssertion: 0x02,
  credentialManagement: 0x04,
  configuration: 0x20,
} as const;

export interface PinRetries {
  readonly retriesLeft: number;
  /** The key takes no PIN until it was pulled out and plugged in again. */
  readonly replugNeeded: boolean;
}

/** A pinUvAuthToken and the protocol that it is used with. Overwrite it with zeros after use. */
export interface PinUvAuthToken {
  readonly protocol: PinProtocol;
  readonly bytes: Uint8Array;
}

/** What a token shall be good for: permissions and the one RP; null where the permissions need none. */
export interface TokenScope {
  readonly permissions: number;
  readonly rpId: string | null;
}

/** getPINRetries (CTAP 2.2 §6.5.5.2). */
export async function getPinRetries(
  authenticator: CborExchange,
  protocol: PinProtocol,
  signal?: AbortSignal,
): Promise<FidoResult<PinRetries>> {
  const answer = await send(authenticator, protocol, clientPinSubcommand.getPinRetries, [], { signal });
  if (!answer.ok) return answer;
  const retriesLeft = countField(answer.value, 0x03);
  if (retriesLeft === undefined) return fail('key/protocol', 'getPINRetries: incomplete');
  return succeed({ retriesLeft, replugNeeded: flagField(answer.value, 0x04) ?? false });
}

/** getUVRetries (CTAP 2.2 §6.5.5.3): tries that the key's own sensor still gives. */
export async function getUvRetries(
  authenticator: CborExchange,
  protocol: PinProtocol,
  signal?: AbortSignal,
): Promise<FidoResult<number>> {
  const answer = await send(authenticator, protocol, clientPinSubcommand.getUvRetries, [], { signal });
  if (!answer.ok) return answer;
  const retriesLeft = countField(answer.value, 0x05);
  return retriesLeft === undefined ? fail('key/protocol', 'getUVRetries: incomplete') : succeed(retriesLeft);
}

/** getKeyAgreement (CTAP 2.2 §6.5.5.4), followed by our half: a fresh shared secret for one exchange. */
export async function agreeOnSecret(
  authenticator: CborExchange,
  protocol: PinProtocol,
  signal?: AbortSignal,
): Promise<FidoResult<PinEncapsulation>> {
  const answer = await send(authenticator, protocol, clientPinSubcommand.getKeyAgreement, [], { signal });
  if (!answer.ok) return answer;
  const authenticatorKey = mapField(answer.value, 0x01);
  return authenticatorKey === undefined
    ? fail('key/protocol', 'getKeyAgreement: incomplete')
    : encapsulate(protocol, authenticatorKey);
}

/** setPIN (CTAP 2.2 §6.5.5.5), on a key that has none. `pin` comes from `pinBytes`. */
export function setPin(
  authenticator: CborExchange,
  protocol: PinProtocol,
  pin: Uint8Array,
  signal?: AbortSignal,
): Promise<FidoResult<CborMap>> {
  return withSecret(authenticator, protocol, signal, ({ platformKey, secret }) => {
    const newPinEnc = encryptOnce(protocol, secret, paddedPin(pin));
    return send(
      authenticator,
      protocol,
      clientPinSubcommand.setPin,
      [
        [0x03, platformKey],
        [0x04, protocol.authenticate(secret, newPinEnc)],
        [0x05, newPinEnc],
      ],
      { signal },
    );
  });
}

/** changePIN (CTAP 2.2 §6.5.5.6). A wrong present PIN costs a retry: `key/pin-wrong`. */
export function changePin(
  authenticator: CborExchange,
  protocol: PinProtocol,
  pins: { readonly present: Uint8Array; readonly next: Uint8Array },
  signal?: AbortSignal,
): Promise<FidoResult<CborMap>> {
  return withSecret(authenticator, protocol, signal, ({ platformKey, secret }) => {
    const newPinEnc = encryptOnce(protocol, secret, paddedPin(pins.next));
    const pinHashEnc = encryptOnce(protocol, secret, pinHash(pins.present));
    return send(
      authenticator,
      protocol,
      clientPinSubcommand.changePin,
      [
        [0x03, platformKey],
        [0x04, protocol.authenticate(secret, Buffer.concat([newPinEnc, pinHashEnc]))],
        [0x05, newPinEnc],
        [0x06, pinHashEnc],
      ],
      { signal },
    );
  });
}

/**
 * A token for the PIN: getPinUvAuthTokenUsingPinWithPermissions (CTAP 2.2 §6.5.5.7.2), or getPinToken (§6.5.5.7.1) with
 * `scope` null for keys that know no permissions. A wrong PIN costs a retry: `key/pin-wrong`.
 */
export function getTokenUsingPin(
  authenticator: CborExchange,
  protocol: PinProtocol,
  pin: Uint8Array,
  scope: TokenScope | null,
  signal?: AbortSignal,
): Promise<FidoResult<PinUvAuthToken>> {
  return withSecret(authenticator, protocol, signal, async ({ platformKey, secret }) => {
    const fields: [CborKey, CborValue][] = [
      [0x03, platformKey],
      [0x06, encryptOnce(protocol, secret, pinHash(pin))],
    ];
    if (scope !== null) fields.push(...scopeFields(scope));
    const subcommand =
      scope === null ? clientPinSubcommand.getPinToken : clientPinSubcommand.getTokenUsingPin;
    const answer = await send(authenticator, protocol, subcommand, fields, { signal });
    return answer.ok ? tokenIn(answer.value, protocol, secret) : answer;
  });
}

/** A token for the key's own sensor: getPinUvAuthTokenUsingUvWithPermissions (CTAP 2.2 §6.5.5.7.3). */
export function getTokenUsingUv(
  authenticator: CborExchange,
  protocol: PinProtocol,
  scope: TokenScope,
  presence: PresenceOptions,
): Promise<FidoResult<PinUvAuthToken>> {
  return withSecret(authenticator, protocol, presence.signal, async ({ platformKey, secret }) => {
    const answer = await send(
      authenticator,
      protocol,
      clientPinSubcommand.getTokenUsingUv,
      [[0x03, platformKey], ...scopeFields(scope)],
      presence,
    );
    return answer.ok ? tokenIn(answer.value, protocol, secret) : answer;
  });
}

function scopeFields({ permissions, rpId }: TokenScope): [CborKey, CborValue][] {
  return rpId === null
    ? [[0x09, permissions]]
    : [
        [0x09, permissions],
        [0x0a, rpId],
      ];
}

function send(
  authenticator: CborExchange,
  protocol: PinProtocol,
  subcommand: number,
  fields: readonly (readonly [CborKey, CborValue])[],
  presence: PresenceOptions,
): Promise<FidoResult<CborMap>> {
  const parameters = new Map<CborKey, CborValue>([[0x01, protocol.version], [0x02, subcommand], ...fields]);
  const limit = subcommand === clientPinSubcommand.getTokenUsingUv ? 'touch' : 'quick';
  return sendCtapCommand(authenticator, ctapCommand.clientPin, parameters, { ...presence, limit });
}

/** Agrees on a secret for one use and forgets it afterwards. */
async function withSecret<T>(
  authenticator: CborExchange,
  protocol: PinProtocol,
  signal: AbortSignal | undefined,
  use: (agreed: PinEncapsulation) => Promise<FidoResult<T>>,
): Promise<FidoResult<T>> {
  const agreed = await agreeOnSecret(authenticator, protocol, signal);
  if (!agreed.ok) return agreed;
  try {
    return await use(agreed.value);
  } finally {
    agreed.value.secret.fill(0);
  }
}

function encryptOnce(protocol: PinProtocol, secret: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const ciphertext = protocol.encrypt(secret, plaintext);
  plaintext.fill(0);
  return ciphertext;
}

function tokenIn(answer: CborMap, protocol: PinProtocol, secret: Uint8Array): FidoResult<PinUvAuthToken> {
  const encrypted = bytesField(answer, 0x02);
  const bytes = encrypted === undefined ? null : protocol.decrypt(secret, encrypted);
  if (bytes === null || !protocol.tokenLengths.includes(bytes.length))
    return fail('key/protocol', 'pinUvAuthToken: missing or of impossible length');
  return succeed({ protocol, bytes });
}
