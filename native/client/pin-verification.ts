import type { AuthenticatorInfo } from '../ctap/authenticator-info.ts';
import {
  changePin,
  getPinRetries,
  getTokenUsingPin,
  type PinUvAuthToken,
  type TokenScope,
} from '../ctap/client-pin.ts';
import { type PinProtocol, pinProtocolOne, pinProtocolTwo } from '../ctap/pin-protocol.ts';
import { pinBytes } from '../ctap/pin-text.ts';
import { type FidoResult, fail, succeed } from './fido-error.ts';
import type { KeySession } from './key-session.ts';
import { untilInterrupted } from './session-interruption.ts';
import type { PinRequest, UserInteraction } from './user-interaction.ts';

export interface PinVerificationOptions {
  readonly interaction: UserInteraction;
  readonly scope: TokenScope;
  /** Milliseconds for one PIN entry. */
  readonly pinWait: number;
  readonly signal?: AbortSignal | undefined;
}

const shortestPin = 4;
/** Entries that cannot be a PIN cost the key no retry, so their number is bounded here. */
const maximumPinEntries = 16;

/** Protocol 2 where the key has it, else 1, else none that is known here. */
export function preferredProtocol(info: AuthenticatorInfo): PinProtocol | null {
  return [pinProtocolTwo, pinProtocolOne].find(({ version }) => info.pinProtocols.includes(version)) ?? null;
}

/**
 * A token for the PIN that the person types, asked for again after a wrong one as long as the key allows. A key that
 * works only with a new PIN has it changed first, where the interaction can ask for that.
 */
export async function verifyByPin(
  session: KeySession,
  protocol: PinProtocol,
  options: PinVerificationOptions,
): Promise<FidoResult<PinUvAuthToken>> {
  if (session.info.mustChangePin) return verifyByNewPin(session, protocol, options);
  return enterPins(session, protocol, options, async (request) => {
    const typed = await waited(options.interaction.requestPin(request), session, options);
    if (!typed.ok) return typed;
    const pin = pinBytes(typed.value, shortestPin);
    return pin === null ? succeed('unfit') : tokenFor(session, protocol, pin, options);
  });
}

async function verifyByNewPin(
  session: KeySession,
  protocol: PinProtocol,
  options: PinVerificationOptions,
): Promise<FidoResult<PinUvAuthToken>> {
  const { interaction, signal } = options;
  if (interaction.requestPinChange === undefined)
    return fail('key/pin-not-allowed', 'the PIN must be changed first');
  let refused = false;
  return enterPins(session, protocol, options, async (request) => {
    const asked = interaction.requestPinChange?.({ ...request, wrong: request.wrong && !refused, refused });
    const typed = await waited(asked ?? Promise.resolve(null), session, options);
    if (!typed.ok) return typed;
    const present = pinBytes(typed.value.present, shortestPin);
    const next = pinBytes(typed.value.next, session.info.minimumPinLength);
    refused = next === null;
    if (present === null || next === null) {
      present?.fill(0);
      next?.fill(0);
      return succeed('unfit');
    }
    const changed = await changePin(session.authenticator, protocol, { present, next }, signal);
    present.fill(0);
    if (changed.ok) return tokenFor(session, protocol, next, options);
    next.fill(0);
    refused = changed.error.code === 'key/pin-not-allowed';
    return refused ? succeed('unfit') : changed;
  });
}

/** Asks until an entry gives a token, the key allows no more, or somebody gives up. */
async function enterPins(
  { authenticator, info }: KeySession,
  protocol: PinProtocol,
  { signal }: PinVerificationOptions,
  enter: (request: PinRequest) => Promise<FidoResult<PinUvAuthToken | 'unfit'>>,
): Promise<FidoResult<PinUvAuthToken>> {
  for (let entry = 1, wrong = false; ; entry++, wrong = true) {
    const retries = await getPinRetries(authenticator, protocol, signal);
    if (!retries.ok) return retries;
    const { retriesLeft, replugNeeded } = retries.value;
    if (retriesLeft === 0) return fail('key/pin-blocked', 'no PIN retries left');
    if (replugNeeded) return fail('key/pin-blocked-until-replug', 'power cycle needed');
    if (entry > maximumPinEntries)
      return { ok: false, error: { code: 'key/pin-wrong', retriesLeft, detail: 'too many entries' } };
    const entered = await enter({ retriesLeft, minimumLength: info.minimumPinLength, wrong });
    if (entered.ok && entered.value !== 'unfit') return succeed(entered.value);
    if (!entered.ok && entered.error.code !== 'key/pin-wrong') return entered;
  }
}

async function tokenFor(
  { authenticator, info }: KeySession,
  protocol: PinProtocol,
  pin: Uint8Array,
  { scope, signal }: PinVerificationOptions,
): Promise<FidoResult<PinUvAuthToken>> {
  const scoped = info.options.get('pinUvAuthToken') === true ? scope : null;
  return getTokenUsingPin(authenticator, protocol, pin, scoped, signal).finally(() => pin.fill(0));
}

async function waited<T>(
  answer: Promise<T | null>,
  session: KeySession,
  { pinWait, signal }: PinVerificationOptions,
): Promise<FidoResult<T>> {
  const given = await untilInterrupted(answer, session, pinWait, signal);
  if (!given.ok) return given;
  return given.value === null ? fail('key/cancelled', 'no PIN given') : succeed(given.value);
}
