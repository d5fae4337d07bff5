/** How long the client waits for the person, in milliseconds. Tests give shorter ones. */
export interface ClientWaits {
  /** For a key to be plugged in. */
  readonly plugIn: number;
  /** For a PIN to be typed or an account to be chosen, each time. */
  readonly pin: number;
  /** Between tries to open a key that was just plugged in: the system grants access a moment after it appears. */
  readonly accessPause: number;
}

export const standardWaits: ClientWaits = { plugIn: 60_000, pin: 120_000, accessPause: 250 };
