import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../../../main/agent/ports.ts';
import { StoreFailure } from '../../../main/agent/store/store-failure.ts';
import { leastRoomBytes, type WatchedStore, watchStore } from '../../../main/agent/store/store-watch.ts';
import type { Refusal } from '../../../preload/contract/errors.ts';
import { createStoreFolder, type StoreFolder } from './store-folder.ts';

const lookMs = 5000;
let folder: StoreFolder;
let store: Store;
let watched: WatchedStore;
let room: number | null;
/** What the next writes fail with. */
let failing: Refusal | null;
const told = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  told.mockClear();
  folder = createStoreFolder();
  store = folder.open();
  room = null;
  failing = null;
  const { write } = store;
  store.write = (work) => {
    if (failing !== null) throw new StoreFailure(failing, null);
    return write(work);
  };
  watched = watchStore({ store, room: () => room });
  watched.onChange(told);
});
afterEach(() => {
  watched.close();
  folder.remove();
  vi.useRealTimers();
});

const put = (key: string) =>
  watched.write((database) => database.run('INSERT INTO station_state (key, value) VALUES (?, 1)', key));
const keys = () => watched.read.all<{ key: string }>('SELECT key FROM station_state').map(({ key }) => key);

describe('whether anything can be recorded', () => {
  it.each([
    [{ code: 'station/disk-full' }, 'disk-full'],
    [{ code: 'station/store-unavailable', parameters: { reason: 'read-only' } }, 'store-refused'],
    [{ code: 'station/store-unavailable', parameters: { reason: 'input-output' } }, 'store-refused'],
  ] as const)(
    'is known from a write that failed with %j, which fails for its caller too',
    (refusal, obstacle) => {
      failing = refusal;
      expect(() => put('a')).toThrow(StoreFailure);
      expect(watched.obstacle()).toBe(obstacle);
      vi.advanceTimersByTime(1);
      expect(told).toHaveBeenCalledTimes(1);
      vi.advanceTimersByTime(10 * lookMs);
      expect(watched.obstacle()).toBe(obstacle);
      expect(told).toHaveBeenCalledTimes(1);
      expect(keys()).not.toContain('a');
    },
  );

  it('is not doubted because another connection was in the way, nor because of a bug', () => {
    failing = { code: 'station/store-unavailable', parameters: { reason: 'busy' } };
    expect(() => put('a')).toThrow(StoreFailure);
    failing = null;
    expect(() =>
      watched.write(() => {
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect(watched.obstacle()).toBeNull();
  });

  it('comes back by itself once writing works, and the trial leaves nothing behind', () => {
    failing = { code: 'station/disk-full' };
    expect(() => put('a')).toThrow(StoreFailure);
    failing = null;
    const before = keys();
    vi.advanceTimersByTime(lookMs + 1);
    expect(watched.obstacle()).toBeNull();
    expect(told).toHaveBeenCalledTimes(2);
    expect(keys()).toEqual(before);
    put('b');
  });

  it('is known from the room that is left, before anything has failed', () => {
    room = leastRoomBytes - 1;
    vi.advanceTimersByTime(lookMs + 1);
    expect(watched.obstacle()).toBe('disk-full');
    // A small write would go through, and says nothing of the next one.
    put('small');
    vi.advanceTimersByTime(lookMs);
    expect(watched.obstacle()).toBe('disk-full');
    room = leastRoomBytes;
    vi.advanceTimersByTime(lookMs);
    expect(watched.obstacle()).toBeNull();
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('is looked at no more once the store is closed', () => {
    watched.close();
    room = 0;
    vi.advanceTimersByTime(lookMs);
    expect(told).not.toHaveBeenCalled();
    watched = watchStore({ store: folder.open(), room: () => room });
    expect(watched.obstacle()).toBe('disk-full');
  });

  it('is told to whoever listens when it is found, which may be nobody yet, and nobody any more', () => {
    watched.close();
    room = 0;
    watched = watchStore({ store, room: () => room });
    vi.advanceTimersByTime(1);
    expect(told).not.toHaveBeenCalled();
    watched.onChange(told);
    room = null;
    failing = { code: 'station/store-unavailable', parameters: { reason: 'read-only' } };
    expect(() => put('a')).toThrow(StoreFailure);
    watched.close();
    vi.advanceTimersByTime(1);
    expect(told).not.toHaveBeenCalled();
  });
});
