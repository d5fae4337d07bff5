import type { AuthenticatorInfo } from '../ctap/authenticator-info.ts';
import {
  getPinRetries,
  getTokenUsingPin,
  getTokenUsingUv,
  type PinUvAuthToken,
  type TokenScope,
} from '../ctap/client-pin.ts';
import type { PresenceOptions } from '../ctap/make-credential.ts';
import { type PinProtocol, pinProtocolOne, pinProtocolTwo } from '../ctap/pin-protocol.ts';
import { pinBytes } from '../ctap/pin-text.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import { type FidoResult, fail, succeed } from './fido-error.ts';
import type { KeySession } from './key-session.ts';
import { untilInterrupted } from './session-interruption.ts';
import type { UserInteraction } from './user-interaction.ts';

/** How the person is verified: a token to sign the request with, or the key's own sensor during the request. */
export type UserVerification =
  | { readonly kind: 'token'; readonly token: PinUvAuthToken }
  | { readonly kind: 'built-in' };

export interface VerificationOptions extends PresenceOptions {
  readonly interaction: UserInteraction;
  readonly scope: TokenScope;
  /** Milliseconds for one PIN entry. */
  readonly pinWait: number;
}

const shortestPin = 4;
/** Entries that cannot be a PIN cost the key no retry, so their number is bounded here. */
const maximumPinEntries = 16;
const maximumSensorTries = 3;

/**
 * Verifies the person for one operation: by the key's own sensor where one is set up (falling back to the PIN), else by
 * PIN, asking again after a wrong one as long as the key allows. Fails with `key/pin-not-set`, `key/pin-blocked`,
 * `key/pin-blocked-until-replug`, `key/pin-not-allowed`, `key/verification-failed`, `key/not-supported`, or as the key
 * or the person end it.
 */
export async function verifyUser(
  session: KeySession,
  options: VerificationOptions,
): Promise<FidoResult<UserVerification>> {
  const { info } = session;
  const protocol = preferredProtocol(info);
  const hasSensor = info.options.get('uv') === true;
  const hasTokens = info.options.get('pinUvAuthToken') === true;
  if (hasSensor && (!hasTokens || protocol === null)) return succeed({ kind: 'built-in' });

  let sensorFailed = false;
  if (hasSensor && protocol !== null) {
    const verified = await verifyBySensor(session, protocol, options);
    if (verified.ok || verified.error.code !== 'key/verification-failed') return verified;
    sensorFailed = true;
  }
  const pin = info.options.get('clientPin');
  if (pin !== true && sensorFailed) return fail('key/verification-failed', 'no PIN to fall back to');
  if (pin === false) return fail('key/pin-not-set', 'the key has no PIN yet');
  if (pin === undefined || protocol === null || info.options.get('noMcGaPermissionsWithClientPin') === true)
    return fail('key/not-supported', 'the key cannot verify the person by PIN');
  if (info.mustChangePin) return fail('key/pin-not-allowed', 'the PIN must be changed first');
  return verifyByPin(session, protocol, options);
}

async function verifyBySensor(
  { authenticator }: KeySession,
  protocol: PinProtocol,
  options: VerificationOptions,
): Promise<FidoResult<UserVerification>> {
  for (let attempt = 1; ; attempt++) {
    const token = await getTokenUsingUv(authenticator, protocol, options.scope, options);
    if (token.ok) return succeed({ kind: 'token', token: token.value });
    if (token.error.status !== ctapStatus.uvInvalid || attempt >= maximumSensorTries) return token;
  }
}

async function verifyByPin(
  session: KeySession,
  protocol: PinProtocol,
  options: VerificationOptions,
): Promise<FidoResult<UserVerification>> {
  const { authenticator, info } = session;
  const { signal, interaction } = options;
  const scope = info.options.get('pinUvAuthToken') === true ? options.scope : null;
  for (let entry = 1, wrong = false; ; entry++, wrong = true) {
    const retries = await getPinRetries(authenticator, protocol, signal);
    if (!retries.ok) return retries;
    const { retriesLeft, replugNeeded } = retries.value;
    if (retriesLeft === 0) return fail('key/pin-blocked', 'no PIN retries left');
    if (replugNeeded) return fail('key/pin-blocked-until-replug', 'power cycle needed');
    if (entry > maximumPinEntries) return tooManyEntries(retriesLeft);
    const request = { retriesLeft, minimumLength: info.minimumPinLength, wrong };
    const typed = await untilInterrupted(interaction.requestPin(request), session, options.pinWait, signal);
    if (!typed.ok) return typed;
    if (typed.value === null) return fail('key/cancelled', 'no PIN given');
    const pin = pinBytes(typed.value, shortestPin);
    if (pin === null) continue;
    const token = await getTokenUsingPin(authenticator, protocol, pin, scope, signal).finally(() =>
      pin.fill(0),
    );
    if (token.ok) return succeed({ kind: 'token', token: token.value });
    if (token.error.code !== 'key/pin-wrong') return token;
  }
}

function tooManyEntries(retriesLeft: number): FidoResult<never> {
  return { ok: false, error: { code: 'key/pin-wrong', retriesLeft, detail: 'too many entries' } };
}

/** Protocol 2 where the key has it, else 1, else none that is known here. */
export function preferredProtocol(info: AuthenticatorInfo): PinProtocol | null {
  return [pinProtocolTwo, pinProtocolOne].find(({ version }) => info.pinProtocols.includes(version)) ?? null;
}
