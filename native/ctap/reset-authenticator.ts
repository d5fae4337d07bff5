import { type KeyCareResult, succeed } from '../client/fido-error.ts';
import type { CborExchange } from '../hid/ctap-hid-channel.ts';
import { ctapCommand, sendCtapCommand } from './ctap-command.ts';
import type { PresenceOptions } from './make-credential.ts';
import { ctapStatus } from './status-codes.ts';

/** Keys take a reset within this time of being plugged in, in milliseconds (CTAP 2.2 §6.6; makers differ). */
export const resetWindow = 10_000;

/**
 * authenticatorReset (CTAP 2.2 §6.6): erases every credential and the PIN, after a touch. Fails with
 * `key/reset-window-over` if the key has been plugged in for too long.
 */
export async function resetAuthenticator(
  authenticator: CborExchange,
  presence: PresenceOptions,
): Promise<KeyCareResult<null>> {
  const answer = await sendCtapCommand(authenticator, ctapCommand.reset, null, {
    ...presence,
    limit: 'touch',
  });
  if (answer.ok) return succeed(null);
  return answer.error.status === ctapStatus.notAllowed
    ? { ok: false, error: { ...answer.error, code: 'key/reset-window-over' } }
    : answer;
}
