import { statfsSync } from 'node:fs';
import type { Refusal } from '../../../preload/contract/errors.ts';
import type { NotRecording } from '../../../preload/contract/models/station.ts';
import type { Store } from '../ports.ts';
import { StoreFailure } from './store-failure.ts';

const lookEveryMs = 5000;
/** With less room than this a signed command may not fit any more: log, index and entry of the audit trail together. */
export const leastRoomBytes = 1024 * 1024;
/** About what a case writes; less would go through where the next command would not. */
const trialBytes = 64 * 1024;

/** A store that knows whether it can be written to. */
export interface WatchedStore extends Store {
  /** Why nothing can be recorded at this moment; null when it can. */
  obstacle(): NotRecording | null;
  /** Calls `tell` from now on after the transaction or look that found another answer. */
  onChange(tell: () => void): void;
}

/**
 * Watches whether anything can be recorded: by what writing says, and every few seconds by the room that is left. Reading goes
 * on meanwhile. After a failure it tries to write until that works again, so that nobody has to press anything for it.
 */
export function watchStore(ports: {
  readonly store: Store;
  /** Room for this process where the store lies, in bytes; null where nobody can say. */
  readonly room: () => number | null;
}): WatchedStore {
  const { store } = ports;
  let obstacle: NotRecording | null = null;
  // Nobody listens while the agent still starts, nor once it has ended.
  let tell: () => void = () => undefined;

  const take = (next: NotRecording | null) => {
    if (next === obstacle) return;
    obstacle = next;
    setImmediate(() => tell());
  };
  const write: Store['write'] = (work) => {
    try {
      return store.write(work);
    } catch (error) {
      const found = error instanceof StoreFailure ? obstacleOf(error.refusal) : null;
      if (found !== null) take(found);
      throw error;
    }
  };
  const look = () => {
    const room = ports.room();
    if (room !== null && room < leastRoomBytes) return take('disk-full');
    if (obstacle !== null && canWrite()) take(null);
  };
  const canWrite = (): boolean => {
    try {
      write((database) =>
        database.run('INSERT OR REPLACE INTO station_state (key, value) VALUES (?, ?)', trialKey, trialValue),
      );
      write((database) => database.run('DELETE FROM station_state WHERE key = ?', trialKey));
      return true;
    } catch (error) {
      if (error instanceof StoreFailure) return false;
      throw error;
    }
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  look();
  return {
    read: store.read,
    write,
    undone: store.undone,
    obstacle: () => obstacle,
    onChange(listener) {
      tell = listener;
    },
    close() {
      clearInterval(timer);
      tell = () => undefined;
      store.close();
    },
  };
}

const trialKey = 'store-trial';
const trialValue = '0'.repeat(trialBytes);

/** What a failed write says of the next one; nothing where it only came at a bad moment. */
function obstacleOf({ code, parameters }: Refusal): NotRecording | null {
  if (code === 'station/disk-full') return 'disk-full';
  return parameters?.reason === 'busy' ? null : 'store-refused';
}

/** Room for this process where `folder` lies, in bytes; null where the system does not say. */
export function roomIn(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
