import type { HubDatabase } from '../store/hub-database.ts';

/** Long polls that wait for the feed. */
export interface FeedWaiting {
  /** Starts listening for `audience`, before the first read, so that nothing between read and wait is missed. */
  watch(audience: 'lab' | 'counter'): FeedWatch;
  /** How many wait at this moment. */
  readonly waiting: number;
  /** Lets everybody go: the hub stops. */
  close(): void;
}

export interface FeedWatch {
  /** Resolves when something may have been appended since the last call, after `milliseconds`, or on `signal`. */
  changed(milliseconds: number, signal: AbortSignal): Promise<'changed' | 'over'>;
  end(): void;
}

interface Watcher {
  readonly audience: 'lab' | 'counter';
  dirty: boolean;
  wake: (() => void) | null;
}

/** Wakes long polls by the database's notifications, whichever hub appended. */
export function createFeedWaiting(database: HubDatabase): FeedWaiting {
  const watchers = new Set<Watcher>();
  let closed = false;
  const unlisten = database.listen('madoguchi_feed', (payload) => {
    for (const watcher of watchers) {
      // Nobody need wake for what only the others get. An empty payload: something may have been missed.
      if ((payload === 'counter' || payload === 'lab') && payload !== watcher.audience) continue;
      watcher.dirty = true;
      watcher.wake?.();
    }
  });
  return {
    get waiting() {
      return [...watchers].filter(({ wake }) => wake !== null).length;
    },
    watch(audience) {
      const watcher: Watcher = { audience, dirty: false, wake: null };
      watchers.add(watcher);
      return {
        async changed(milliseconds, signal) {
          if (closed || signal.aborted || milliseconds <= 0) return 'over';
          if (!watcher.dirty) {
            await new Promise<void>((resolve) => {
              const finish = () => {
                clearTimeout(timer);
                signal.removeEventListener('abort', finish);
                watcher.wake = null;
                resolve();
              };
              const timer = setTimeout(finish, milliseconds);
              signal.addEventListener('abort', finish, { once: true });
              watcher.wake = finish;
            });
          }
          const { dirty } = watcher;
          watcher.dirty = false;
          return dirty && !closed && !signal.aborted ? 'changed' : 'over';
        },
        end() {
          watchers.delete(watcher);
        },
      };
    },
    close() {
      closed = true;
      unlisten();
      for (const watcher of watchers) watcher.wake?.();
    },
  };
}
