import { changePin, getPinRetries, setPin } from '../ctap/client-pin.ts';
import type { PinProtocol } from '../ctap/pin-protocol.ts';
import { pinBytes } from '../ctap/pin-text.ts';
import { type FidoError, type FidoResult, fail, succeed } from './fido-error.ts';
import type { KeySession } from './key-session.ts';
import { preferredProtocol } from './pin-verification.ts';
import type { PinChange } from './user-interaction.ts';

const shortestPin = 4;

/**
 * Sets the PIN of a key that has none. Fails with `key/pin-not-allowed` if it is too short or too long for the key or
 * the key refuses it, and with `key/bad-request` if one is set already.
 */
export async function setFirstPin(
  session: KeySession,
  typed: string,
  signal?: AbortSignal,
): Promise<FidoResult<null>> {
  const protocol = pinProtocolOf(session);
  if (!protocol.ok) return protocol;
  if (session.info.options.get('clientPin') === true) return fail('key/bad-request', 'a PIN is set already');
  const pin = newPin(session, typed);
  if (!pin.ok) return pin;
  const answer = await setPin(session.authenticator, protocol.value, pin.value, signal).finally(() =>
    pin.value.fill(0),
  );
  return answer.ok ? succeed(null) : answer;
}

/**
 * Changes the PIN. A wrong present one costs a retry: `key/pin-wrong` with what is left, or one of the two `blocked`
 * codes. Fails with `key/pin-not-allowed` as setting does, before the key is asked where that can be seen.
 */
export async function changePresentPin(
  session: KeySession,
  { present, next }: PinChange,
  signal?: AbortSignal,
): Promise<FidoResult<null>> {
  const protocol = pinProtocolOf(session);
  if (!protocol.ok) return protocol;
  if (session.info.options.get('clientPin') !== true) return fail('key/pin-not-set', 'no PIN to change');
  const nextPin = newPin(session, next);
  if (!nextPin.ok) return nextPin;
  const presentPin = pinBytes(present, shortestPin);
  try {
    const answer =
      presentPin === null
        ? fail('key/pin-wrong', 'the entry cannot be a PIN')
        : await changePin(
            session.authenticator,
            protocol.value,
            { present: presentPin, next: nextPin.value },
            signal,
          );
    if (answer.ok) return succeed(null);
    return answer.error.code === 'key/pin-wrong'
      ? { ok: false, error: await withRetries(session, protocol.value, answer.error, signal) }
      : answer;
  } finally {
    presentPin?.fill(0);
    nextPin.value.fill(0);
  }
}

function pinProtocolOf({ info }: KeySession): FidoResult<PinProtocol> {
  const protocol = preferredProtocol(info);
  return protocol === null || !info.options.has('clientPin')
    ? fail('key/not-supported', 'the key takes no PIN')
    : succeed(protocol);
}

function newPin({ info }: KeySession, typed: string): FidoResult<Uint8Array> {
  const pin = pinBytes(typed, info.minimumPinLength);
  if (pin === null) return fail('key/pin-not-allowed', 'new PIN too short, too long or not well-formed');
  if ([...typed.normalize('NFC')].length <= info.maximumPinLength) return succeed(pin);
  pin.fill(0);
  return fail('key/pin-not-allowed', 'new PIN longer than the key takes');
}

/** Says how many tries are left; a key that cannot tell keeps the error as it is. */
async function withRetries(
  { authenticator }: KeySession,
  protocol: PinProtocol,
  error: FidoError,
  signal: AbortSignal | undefined,
): Promise<FidoError> {
  const retries = await getPinRetries(authenticator, protocol, signal);
  return retries.ok ? { ...error, retriesLeft: retries.value.retriesLeft } : error;
}
