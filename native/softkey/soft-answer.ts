import type { CborKey, CborMap, CborValue } from '../ctap/canonical-cbor.ts';
import { ctapStatus } from '../ctap/status-codes.ts';
import type { TouchOutcome } from './touch-sensor.ts';

/** What the software authenticator answers to a command. */
export interface SoftAnswer {
  readonly status: number;
  readonly body: CborMap | null;
}

/** How a command learns whether the person touched the key. */
export interface UserPresence {
  /** Any finger will do for presence; a sensor tells `wrong-finger` apart. */
  waitForTouch(): Promise<TouchOutcome>;
}

/** Success with these fields, or with none. */
export function answerWith(...fields: readonly (readonly [CborKey, CborValue])[]): SoftAnswer {
  return { status: ctapStatus.ok, body: fields.length > 0 ? new Map(fields) : null };
}

/** A refusal with a status byte of CTAP 2.2 §8.2. */
export function refuseWith(status: number): SoftAnswer {
  return { status, body: null };
}

/** The refusal for a field that is absent or of the wrong type. */
export function refuseField(parameters: CborMap, key: CborKey): SoftAnswer {
  return refuseWith(parameters.has(key) ? ctapStatus.cborUnexpectedType : ctapStatus.missingParameter);
}

/** Waits for a touch; null once it came, else the refusal. */
export async function refuseUntouched(presence: UserPresence): Promise<SoftAnswer | null> {
  return refusalOf(await presence.waitForTouch());
}

/** The refusal for a touch that did not come, whichever finger it was. */
export function refusalOf(outcome: TouchOutcome): SoftAnswer | null {
  switch (outcome) {
    case 'touched':
    case 'wrong-finger':
      return null;
    case 'cancelled':
      return refuseWith(ctapStatus.keepaliveCancel);
    case 'timeout':
      return refuseWith(ctapStatus.userActionTimeout);
  }
}
