/** Runs pieces of work one after the other; refuses to let more than `mostWaiting` wait. */
export interface OneAtATime {
  /** The work's own result, or null when too many wait already and it will not run. */
  run<T>(work: () => Promise<T>): Promise<T> | null;
}

/** A piece of work that rejects does not stop those behind it. What was passed in is released once it has run. */
export function createOneAtATime(mostWaiting: number): OneAtATime {
  let tail: Promise<unknown> = Promise.resolve();
  let pending = 0;
  return {
    run(work) {
      if (pending > mostWaiting) return null;
      pending += 1;
      const result = tail.then(work).finally(() => {
        pending -= 1;
      });
      tail = result.then(
        () => undefined,
        () => undefined,
      );
      return result;
    },
  };
}
