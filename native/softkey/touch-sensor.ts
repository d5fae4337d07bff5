/** Whether touches come from a person (or a test), or by themselves after a moment. */
export type TouchMode = 'manual' | 'automatic';

/** The button of a software key. */
export interface TouchSensor {
  readonly waiting: boolean;
  /** Waits for a touch, at most as long as keys do (about 30 s). Only one wait at a time. */
  wait(signal: AbortSignal): Promise<'touched' | 'cancelled' | 'timeout'>;
  /** True if somebody waited for it; a touch at another time means nothing. */
  touch(): boolean;
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
  let touched: (() => void) | null = null;
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
        touched = () => finish('touched');
        options.onChange();

        function finish(outcome: 'touched' | 'cancelled' | 'timeout'): void {
          clearTimeout(limit);
          clearTimeout(automatic);
          signal.removeEventListener('abort', onAbort);
          touched = null;
          options.onChange();
          resolve(outcome);
        }
      });
    },
    touch() {
      const waited = touched !== null;
      touched?.();
      return waited;
    },
  };
}
