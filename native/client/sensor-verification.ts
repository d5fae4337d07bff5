import type { AuthenticatorInfo } from '../ctap/authenticator-info.ts';
import {
  getTokenUsingUv,
  getUvRetries,
  type PinUvAuthToken,
  type TokenScope,
  tokenPermission,
} from '../ctap/client-pin.ts';
import type { PinProtocol } from '../ctap/pin-protocol.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import { type FidoResult, fail } from './fido-error.ts';
import type { KeySession } from './key-session.ts';
import type { UserInteraction } from './user-interaction.ts';

export interface SensorVerificationOptions {
  readonly interaction: UserInteraction;
  readonly scope: TokenScope;
  readonly signal?: AbortSignal | undefined;
}

/** Where a key names no number of its own. */
const usualTries = 3;
const mostTries = 10;
const ceremonies = tokenPermission.makeCredential | tokenPermission.getAssertion;

/**
 * How a key's own sensor (a fingerprint reader, say) may verify the person: for a token, within the command itself as
 * keys of CTAP 2.0 do, or not at all: there is none, nobody is enrolled, or it does not serve these permissions.
 */
export function sensorUse(info: AuthenticatorInfo, permissions: number): 'token' | 'within-command' | 'none' {
  const { options } = info;
  if (options.get('uv') !== true) return 'none';
  if ((permissions & tokenPermission.configuration) !== 0 && options.get('uvAcfg') !== true) return 'none';
  if (options.get('pinUvAuthToken') === true && info.pinProtocols.length > 0) return 'token';
  return (permissions & ~ceremonies) === 0 ? 'within-command' : 'none';
}

/**
 * A token by the key's own sensor (CTAP 2.2 §6.5.5.7.3), asked for again as often as the key wishes. A sensor that is
 * blocked or did not recognise the person is `key/verification-failed`: the PIN may stand in, and unblocks it.
 */
export async function verifyBySensor(
  session: KeySession,
  protocol: PinProtocol,
  options: SensorVerificationOptions,
): Promise<FidoResult<PinUvAuthToken>> {
  const { authenticator, info } = session;
  const tries = Math.min(Math.max(info.preferredSensorTries ?? usualTries, 1), mostTries);
  for (let attempt = 1; ; attempt++) {
    const retries = await getUvRetries(authenticator, protocol, options.signal);
    if (!retries.ok && retries.error.status === undefined) return retries;
    const retriesLeft = retries.ok ? retries.value : null;
    if (retriesLeft === 0) return fail('key/verification-failed', 'the sensor is blocked');
    const token = await getTokenUsingUv(authenticator, protocol, options.scope, {
      signal: options.signal,
      onTouchNeeded: sensorPrompt(session, options.interaction, retriesLeft, attempt > 1),
    });
    if (token.ok || token.error.status !== ctapStatus.uvInvalid || attempt >= tries) return token;
  }
}

/** Tells the person once for each try that the key waits for a finger. */
export function sensorPrompt(
  { device }: KeySession,
  interaction: UserInteraction,
  retriesLeft: number | null,
  failed: boolean,
): () => void {
  let told = false;
  return () => {
    if (told) return;
    told = true;
    if (interaction.sensorNeeded) interaction.sensorNeeded({ device, retriesLeft, failed });
    else interaction.touchNeeded(device);
  };
}
