import { describe, expect, test, vi } from 'vitest';
import { createKeyPresence } from '../../../main/agent/staff/key-presence.ts';
import { fail, succeed } from '../../../native/client/fido-error.ts';

/** A port whose devices the test plugs in and out. */
function board(paths: readonly string[]) {
  const listeners = new Set<() => void>();
  const state = { paths, fails: false };
  const look = async () => {
    for (const listener of [...listeners]) listener();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    state,
    listeners,
    port: {
      list: async () =>
        state.fails
          ? fail('key/unavailable')
          : succeed(
              state.paths.map((path) => ({ path, product: '', vendorId: 0, productId: 0, simulated: false })),
            ),
      watch(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    async set(next: readonly string[]) {
      state.paths = next;
      await look();
    },
    look,
  };
}

describe('a key that signed', () => {
  test('is missed when it goes, once', async () => {
    const keys = board(['a', 'b']);
    const gone = vi.fn();
    createKeyPresence(keys.port).watch('a', gone);
    await keys.set(['a']);
    expect(gone).not.toHaveBeenCalled();
    await keys.set(['b']);
    await keys.set([]);
    expect(gone).toHaveBeenCalledTimes(1);
    expect(keys.listeners.size).toBe(0);
  });

  test('is missed at once when it went while the sign-in was made', async () => {
    const keys = board([]);
    const gone = vi.fn();
    createKeyPresence(keys.port).watch('a', gone);
    await keys.look();
    expect(gone).toHaveBeenCalledTimes(1);
  });

  test('is not missed because the system could not list', async () => {
    const keys = board(['a']);
    const gone = vi.fn();
    createKeyPresence(keys.port).watch('a', gone);
    keys.state.fails = true;
    await keys.set([]);
    expect(gone).not.toHaveBeenCalled();
    keys.state.fails = false;
    await keys.look();
    expect(gone).toHaveBeenCalledTimes(1);
  });

  test('is not missed after the watch was stopped or replaced', async () => {
    const keys = board(['a', 'b']);
    const presence = createKeyPresence(keys.port);
    const [first, second] = [vi.fn(), vi.fn()];
    presence.watch('a', first);
    presence.watch('b', second);
    await keys.set(['b']);
    presence.stop();
    await keys.set([]);
    expect(first).not.toHaveBeenCalled();
    expect(second).not.toHaveBeenCalled();
  });
});

test('where it is not known which key signed, any that goes counts, and none that comes', async () => {
  const keys = board(['a', 'b']);
  const gone = vi.fn();
  createKeyPresence(keys.port).watch(null, gone);
  await keys.look();
  await keys.set(['a', 'b', 'c']);
  expect(gone).not.toHaveBeenCalled();
  await keys.set(['a', 'c']);
  expect(gone).toHaveBeenCalledTimes(1);
});
