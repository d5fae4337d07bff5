import { ctapStatus } from '../ctap/status-codes.ts';
import { refusalOf, refuseWith, type SoftAnswer, type UserPresence } from './soft-answer.ts';
import { fullSensorRetries, type SoftKeyStore } from './soft-key-state.ts';

/**
 * The simulated fingerprint sensor of a software key (CTAP 2.2 §6.5.3). It knows only whether the hand at the
 * demonstration said "the right finger": it recognises nobody.
 */
export interface SoftFingerprint {
  /** The key has such a sensor. */
  readonly present: boolean;
  /** A finger is enrolled, so the sensor verifies. */
  readonly enrolled: boolean;
  readonly retriesLeft: number;
  /** Waits for the finger; null once it was recognised, else the refusal. A wrong finger costs a try. */
  refuseUnrecognised(presence: UserPresence): Promise<SoftAnswer | null>;
}

/** See `SoftFingerprint`. */
export function createSoftFingerprint(store: SoftKeyStore, present: boolean): SoftFingerprint {
  return {
    present,
    get enrolled() {
      return present && store.read().fingerEnrolled;
    },
    get retriesLeft() {
      return store.read().sensorRetries;
    },
    async refuseUnrecognised(presence) {
      if (store.read().sensorRetries === 0) return refuseWith(ctapStatus.uvBlocked);
      const outcome = await presence.waitForTouch();
      const untouched = refusalOf(outcome);
      if (untouched !== null) return untouched;
      const state = store.read();
      const recognised = outcome === 'touched';
      const sensorRetries = recognised ? fullSensorRetries : state.sensorRetries - 1;
      store.write({ ...state, sensorRetries });
      if (recognised) return null;
      return refuseWith(sensorRetries === 0 ? ctapStatus.uvBlocked : ctapStatus.uvInvalid);
    },
  };
}
