import type { HidDeviceInfo } from '../hid/hid-port.ts';

export interface PinRequest {
  /** Tries before the key blocks itself; null where the key does not tell. */
  readonly retriesLeft: number | null;
  /** In Unicode code points. */
  readonly minimumLength: number;
  /** The PIN given before was wrong. */
  readonly wrong: boolean;
}

/** How the client talks to the person at the key. It knows no window: whoever calls the client supplies one. */
export interface UserInteraction {
  /** No key is plugged in; the client waits for one. */
  keyNeeded(): void;
  /** Asks for the key's PIN; null gives up. Not called again before it has answered. */
  requestPin(request: PinRequest): Promise<string | null>;
  /** A key waits for a touch. With several keys it is called for each, and the one that is touched is used. */
  touchNeeded(device: HidDeviceInfo): void;
  /** The operation is over, however it ended: close every prompt. */
  done(): void;
}
