/** Work that is done over and over, one run at a time. */
export interface Round {
  /** Runs it now, or waits for the run that is under way. */
  run(): Promise<void>;
  /** Ends the timer and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Does `work` every `everyMs`, and when it is told to; who asks while it runs waits for that run. With `everyMs` null it
 * is only done when it is told to.
 */
export function createRound(
  work: () => Promise<void>,
  everyMs: number | null,
  onFault: (error: unknown) => void,
): Round {
  let running: Promise<void> | null = null;
  const run = () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
  const timer = everyMs === null ? null : setInterval(() => run().catch(onFault), everyMs);
  return {
    run,
    async stop() {
      if (timer !== null) clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}
