/** How long the HID layer waits, in milliseconds. Tests give shorter ones. */
export interface HidTiming {
  /** Between two packets or keepalives of a transaction; a key sends keepalives every 100 ms (CTAP 2.2 §11.2.9.1.7). */
  readonly silence: number;
  /** For a command that needs no person, keepalives or not. */
  readonly quickCommand: number;
  /** For a command that waits for a touch, keepalives or not; keys themselves give up after about 30 s. */
  readonly touchCommand: number;
  /** How long a cancelled command may take to say so. */
  readonly cancelGrace: number;
  /** Between tries while the key serves somebody else. */
  readonly busyPause: number;
  /** Tries after the first while the key is busy. */
  readonly busyRetries: number;
}

export const standardTiming: HidTiming = {
  silence: 3_000,
  quickCommand: 10_000,
  touchCommand: 60_000,
  cancelGrace: 1_000,
  busyPause: 250,
  busyRetries: 12,
};
