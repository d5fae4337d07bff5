import type { HidDeviceInfo } from '../hid/hid-port.ts';

export interface PinRequest {
  /** Tries before the key blocks itself; null where the key does not tell. */
  readonly retriesLeft: number | null;
  /** In Unicode code points. */
  readonly minimumLength: number;
  /** The PIN given before was wrong. */
  readonly wrong: boolean;
}

export interface SensorRequest {
  readonly device: HidDeviceInfo;
  /** Tries before the key's sensor blocks itself; null where the key does not tell. */
  readonly retriesLeft: number | null;
  /** The finger before was not recognised. */
  readonly failed: boolean;
}

export interface PinChangeRequest extends PinRequest {
  /** The key, or its rules, did not take the new PIN given before. */
  readonly refused: boolean;
}

export interface PinChange {
  readonly present: string;
  readonly next: string;
}

/** One of several accounts that a key holds for the RP. */
export interface AccountChoice {
  /** base64url. */
  readonly userId: string | null;
  /** As the key tells; not to be trusted with more than being shown. */
  readonly name: string | null;
  readonly displayName: string | null;
}

export interface ReplugRequest {
  readonly device: HidDeviceInfo;
  /** How long a key takes a reset after it was plugged in, in milliseconds. */
  readonly window: number;
}

/** How the client talks to the person at the key. It knows no window: whoever calls the client supplies one. */
export interface UserInteraction {
  /** No key is plugged in; the client waits for one. */
  keyNeeded(): void;
  /** Asks for the key's PIN; null gives up. Not called again before it has answered. */
  requestPin(request: PinRequest): Promise<string | null>;
  /** A key waits for a touch. With several keys it is called for each, and the one that is touched is used. */
  touchNeeded(device: HidDeviceInfo): void;
  /** A key waits for a finger on its own sensor. Without this method, `touchNeeded` is called instead. */
  sensorNeeded?(request: SensorRequest): void;
  /**
   * The key works only once its PIN was changed: asks for the present and the next one; null gives up. Without this
   * method such a key is refused with `key/pin-not-allowed`.
   */
  requestPinChange?(request: PinChangeRequest): Promise<PinChange | null>;
  /** Several accounts fit: the index of the one to use; null gives up. Without this method the newest is used. */
  chooseAccount?(accounts: readonly AccountChoice[]): Promise<number | null>;
  /** For a reset: the key must be pulled out and plugged in again, then touched. Without this method it is not awaited. */
  replugNeeded?(request: ReplugRequest): void;
  /** The operation is over, however it ended: close every prompt. */
  done(): void;
}
