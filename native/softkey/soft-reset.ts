import { ctapStatus } from '../ctap/status-codes.ts';
import {
  answerWith,
  refuseUntouched,
  refuseWith,
  type SoftAnswer,
  type UserPresence,
} from './soft-answer.ts';
import { emptySoftKeyState, type SoftKeyStore } from './soft-key-state.ts';

/**
 * authenticatorReset (CTAP 2.2 §6.6): only shortly after the key was plugged in, and with a touch. The signature counter
 * goes on, so that no counter value is ever used twice. The simulated sensor forgets its finger.
 */
export async function softReset(
  store: SoftKeyStore,
  withinWindow: boolean,
  presence: UserPresence,
): Promise<SoftAnswer> {
  if (!withinWindow) return refuseWith(ctapStatus.notAllowed);
  const untouched = await refuseUntouched(presence);
  if (untouched !== null) return untouched;
  const { signatureCounter } = store.read();
  store.write({ ...emptySoftKeyState, signatureCounter, fingerEnrolled: false });
  return answerWith();
}
