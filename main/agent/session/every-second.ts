import { StoreFailure } from '../store/store-failure.ts';

/**
 * Calls `work` about once a second without keeping the process alive; returns what stops it. What the store can't take at
 * this moment is tried again the next second: a full disk ends no agent, and with it no watch.
 */
export function everySecond(work: () => void): () => void {
  const timer = setInterval(() => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
    }
  }, 1000);
  timer.unref();
  return () => clearInterval(timer);
}
