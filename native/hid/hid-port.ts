import type { FidoResult } from '../client/fido-error.ts';

/** Size of every report in both directions (CTAP 2.2 §11.2.4: FIDO devices use 64-byte reports without an id). */
export const reportSize = 64;

/** A FIDO device (HID usage page 0xF1D0) as the system lists it. Texts come from the device: show them, trust nothing. */
export interface HidDeviceInfo {
  /** Names the device for `open`; another plug-in may give another path. */
  readonly path: string;
  readonly product: string;
  readonly manufacturer?: string;
  readonly serial?: string;
  readonly vendorId: number;
  readonly productId: number;
  /** True for the software key of demonstrations and tests, never for hardware. */
  readonly simulated: boolean;
}

/** One open device. All who open a device receive all its reports. */
export interface HidConnection {
  /**
   * Sends one report of 64 bytes. A device that has gone is told through `onClosed`; the promise resolves all the same.
   */
  write(report: Uint8Array): Promise<void>;
  /** Calls for each report of 64 bytes; returns the function that ends it. */
  onReport(listener: (report: Uint8Array) => void): () => void;
  /** Calls once when the device has gone (at once if it already has), not after `close`. */
  onClosed(listener: () => void): () => void;
  /** Lets the device go; may be called twice. */
  close(): void;
}

/** Where FIDO devices come from: the machine's HID layer, or software keys. */
export interface HidPort {
  /** The FIDO devices that are plugged in. Fails with `key/unavailable` where the machine cannot tell. */
  list(): Promise<FidoResult<readonly HidDeviceInfo[]>>;
  /** Opens a device. Fails with `key/no-permission`, `key/removed`, `key/busy` or `key/unavailable`. */
  open(path: string): Promise<FidoResult<HidConnection>>;
  /**
   * Calls after a device was plugged in or out (noticed within about a second), and possibly without a change, such as
   * once at the beginning: the listener lists anew. Returns the function that ends it.
   */
  watch(listener: () => void): () => void;
  /** Ends all watching and closes all connections. */
  close(): void;
}
