import { ctapStatus } from '../ctap/status-codes.ts';
import { refuseWith, type SoftAnswer } from './soft-answer.ts';
import { fullPinRetries, fullSensorRetries, type SoftKeyStore } from './soft-key-state.ts';
import { isPinHash } from './soft-pin-verifier.ts';

/** CTAP 2.2 §6.5.2.2: three wrong PINs in a row block the key until it was unplugged. */
const triesUntilReplug = 3;

/** Counts wrong PINs: those in a row since the key was plugged in, and in the state those until it is blocked. */
export interface SoftPinTries {
  readonly replugNeeded: boolean;
  /** Null if a PIN may be tried. */
  refuseBlocked(): SoftAnswer | null;
  /** Null if LEFT(SHA-256(PIN), 16) is right; `hash` null is wrong too. */
  refuseWrong(hash: Uint8Array | null): SoftAnswer | null;
  forget(): void;
}

/** See `SoftPinTries`. */
export function createSoftPinTries(store: SoftKeyStore): SoftPinTries {
  let wrongInARow = 0;
  return {
    get replugNeeded() {
      return wrongInARow >= triesUntilReplug;
    },
    refuseBlocked() {
      const { pin, pinRetries } = store.read();
      if (pin === null) return refuseWith(ctapStatus.pinNotSet);
      if (pinRetries === 0) return refuseWith(ctapStatus.pinBlocked);
      return wrongInARow >= triesUntilReplug ? refuseWith(ctapStatus.pinAuthBlocked) : null;
    },
    refuseWrong(hash) {
      // A try is counted before it is judged, so that pulling the key out in between gains nothing.
      const state = store.read();
      const pinRetries = state.pinRetries - 1;
      store.write({ ...state, pinRetries });
      if (hash !== null && isPinHash(state, hash)) {
        store.write({ ...state, pinRetries: fullPinRetries, sensorRetries: fullSensorRetries });
        wrongInARow = 0;
        return null;
      }
      wrongInARow += 1;
      if (pinRetries === 0) return refuseWith(ctapStatus.pinBlocked);
      return refuseWith(wrongInARow >= triesUntilReplug ? ctapStatus.pinAuthBlocked : ctapStatus.pinInvalid);
    },
    forget() {
      wrongInARow = 0;
    },
  };
}
