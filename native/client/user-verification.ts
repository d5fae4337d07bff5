import { type PinUvAuthToken, type TokenScope, tokenPermission } from '../ctap/client-pin.ts';
import type { PinUvAuth, PresenceOptions } from '../ctap/make-credential.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import type { ClientWaits } from './client-waits.ts';
import type { KeyContext } from './fido-client.ts';
import { type FidoError, type FidoResult, fail } from './fido-error.ts';
import type { KeySession } from './key-session.ts';
import { preferredProtocol, verifyByPin } from './pin-verification.ts';
import { sensorPrompt, sensorUse, verifyBySensor } from './sensor-verification.ts';

/** How the person is verified: a token to sign the request with, or the key's own sensor during the request. */
export type UserVerification =
  | { readonly kind: 'token'; readonly token: PinUvAuthToken }
  | { readonly kind: 'built-in' };

/** A verified person at a key, for one operation. */
export interface VerifiedPerson {
  readonly verification: UserVerification;
  /** Signs a message with the token; null where the sensor verifies within the command. */
  authenticate(message: Uint8Array): PinUvAuth | null;
  /** For a command that waits for a touch; the person is told once for each command. */
  presence(): PresenceOptions;
}

const ceremonies = tokenPermission.makeCredential | tokenPermission.getAssertion;

/**
 * Verifies the person, runs the operation and forgets the token, whatever happens in between: by the key's own sensor
 * where one is set up, else or when it fails by PIN. Fails with `key/pin-not-set`, `key/pin-blocked`,
 * `key/pin-blocked-until-replug`, `key/pin-not-allowed`, `key/verification-failed`, `key/not-supported`, or as the key,
 * the person or the operation end it.
 */
export async function withVerifiedPerson<T>(
  session: KeySession,
  scope: TokenScope,
  context: KeyContext,
  waits: ClientWaits,
  use: (person: VerifiedPerson) => Promise<FidoResult<T>>,
): Promise<FidoResult<T>> {
  const sensor = sensorUse(session.info, scope.permissions);
  if (sensor === 'within-command') {
    const result = await use(personFor(session, { kind: 'built-in' }, context));
    if (result.ok || !isSensorRefusal(result.error)) return result;
    return usingToken(await tokenByPin(session, scope, context, waits, true), session, context, use);
  }
  if (sensor === 'token') {
    const token = await tokenBySensor(session, scope, context);
    if (token.ok || token.error.code !== 'key/verification-failed')
      return usingToken(token, session, context, use);
  }
  return usingToken(
    await tokenByPin(session, scope, context, waits, sensor === 'token'),
    session,
    context,
    use,
  );
}

async function usingToken<T>(
  token: FidoResult<PinUvAuthToken>,
  session: KeySession,
  context: KeyContext,
  use: (person: VerifiedPerson) => Promise<FidoResult<T>>,
): Promise<FidoResult<T>> {
  if (!token.ok) return token;
  try {
    return await use(personFor(session, { kind: 'token', token: token.value }, context));
  } finally {
    token.value.bytes.fill(0);
  }
}

async function tokenBySensor(
  session: KeySession,
  scope: TokenScope,
  { interaction, signal }: KeyContext,
): Promise<FidoResult<PinUvAuthToken>> {
  const protocol = preferredProtocol(session.info);
  return protocol === null
    ? fail('key/verification-failed', 'no known PIN/UV protocol')
    : verifyBySensor(session, protocol, { interaction, scope, signal });
}

async function tokenByPin(
  session: KeySession,
  scope: TokenScope,
  { interaction, signal }: KeyContext,
  waits: ClientWaits,
  sensorFailed: boolean,
): Promise<FidoResult<PinUvAuthToken>> {
  const { options } = session.info;
  const protocol = preferredProtocol(session.info);
  const pin = options.get('clientPin');
  if (pin !== true && sensorFailed) return fail('key/verification-failed', 'no PIN to fall back to');
  if (pin === false) return fail('key/pin-not-set', 'the key has no PIN yet');
  const barred =
    (scope.permissions & ceremonies) !== 0 && options.get('noMcGaPermissionsWithClientPin') === true;
  if (pin === undefined || protocol === null || barred)
    return fail('key/not-supported', 'the key cannot verify the person by PIN');
  return verifyByPin(session, protocol, { interaction, scope, signal, pinWait: waits.pin });
}

function personFor(
  session: KeySession,
  verification: UserVerification,
  { interaction, signal }: KeyContext,
): VerifiedPerson {
  const touchPrompt = (): (() => void) => {
    let told = false;
    return () => {
      if (!told) interaction.touchNeeded(session.device);
      told = true;
    };
  };
  return {
    verification,
    authenticate(message) {
      if (verification.kind === 'built-in') return null;
      const { protocol, bytes } = verification.token;
      return { parameter: protocol.authenticate(bytes, message), protocol: protocol.version };
    },
    presence: () => ({
      signal,
      onTouchNeeded:
        verification.kind === 'built-in' ? sensorPrompt(session, interaction, null, false) : touchPrompt(),
    }),
  };
}

/** The sensor did not recognise the person, is blocked, or the key wants the PIN instead. */
function isSensorRefusal({ status }: FidoError): boolean {
  return (
    status === ctapStatus.uvInvalid ||
    status === ctapStatus.uvBlocked ||
    status === ctapStatus.authTokenRequired
  );
}
