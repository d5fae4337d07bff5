/** Whether touches come from a person (or a test), or by themselves after a moment. */
export type TouchMode = 'manual' | 'automatic';

/** Who touched: the person whose finger is enrolled, or somebody else. */
export type Finger = 'right' | 'wrong';

/** How a wait for a touch ended. */
export type TouchOutcome = 'touched' | 'wrong-finger' | 'cancelled' | 'timeout';

/** The button of a software key. */
export interface TouchSensor {
  readonly waiting: boolean;
  /** Waits for a touch, at most as long as keys do (about 30 s). Only one wait at a time. */
  wait(signal: AbortSignal): Promise<TouchOutcome>;
  /** True if somebody waited for it; a touch at another time means nothing. */
  touch(finger?: Finger): boolean;
}

export interface TouchSensorOptions {
  readonly mode: TouchMode;
  /** Milliseconds until the key gives up. */
  readonly limit: number;
  /** Milliseconds until an automatic touch. */
  readonly automaticAfter: number;
  /** Called when waiting begins or ends. */
  readonly onChange: () => void;
}

/** See `TouchSensor`. */
export function createTouchSensor(options: TouchSensorOptions): TouchSensor {
  let touched: ((finger: Finger) => void) | null = null;
  return {
    get waiting() {
      return touched !== null;
    },
    wait(signal) {
      return new Promise((resolve) => {
        if (signal.aborted) {
          resolve('cancelled');
          return;
        }
        const limit = setTimeout(() => finish('timeout'), options.limit);
        const automatic =
          options.mode === 'automatic'
            ? setTimeout(() => finish('touched'), options.automaticAfter)
            : undefined;
        const onAbort = (): void => finish('cancelled');
        signal.addEventListener('abort', onAbort);
        touched = (finger) => finish(finger === 'right' ? 'touched' : 'wrong-finger');
        options.onChange();

        function finish(outcome: TouchOutcome): void {
          clearTimeout(limit);
          clearTimeout(automatic);
          signal.removeEventListener('abort', onAbort);
          touched = null;
          options.onChange();
          resolve(outcome);
        }
      });
    },
    touch(finger = 'right') {
      const waited = touched !== null;
      touched?.(finger);
      return waited;
    },
  };
}
