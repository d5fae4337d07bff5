import type { HidDeviceInfo, HidPort } from '../hid/hid-port.ts';
import { type FidoResult, fail, succeed } from './fido-error.ts';

export interface ArrivalOptions {
  readonly devicePath?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait for a key. */
  readonly wait: number;
  readonly keyNeeded: () => void;
}

export interface PresentKeys {
  readonly devices: readonly [HidDeviceInfo, ...HidDeviceInfo[]];
  /** The client had to wait for them. */
  readonly justArrived: boolean;
}

/**
 * The keys that are plugged in. With none it says so and waits for the first, until the time is up (`key/none`) or the
 * caller gives up (`key/cancelled`). A named device that is not there is not waited for (`key/removed`).
 */
export async function presentKeys(port: HidPort, options: ArrivalOptions): Promise<FidoResult<PresentKeys>> {
  const { devicePath, signal } = options;
  if (signal?.aborted) return fail('key/cancelled', 'aborted before looking for keys');
  const now = await port.list();
  if (!now.ok) return now;
  if (devicePath !== undefined) {
    const named = now.value.find(({ path }) => path === devicePath);
    return named === undefined
      ? fail('key/removed', 'the named device is not there')
      : succeed({ devices: [named], justArrived: false });
  }
  const [first, ...others] = now.value;
  if (first !== undefined) return succeed({ devices: [first, ...others], justArrived: false });
  options.keyNeeded();
  return nextArrival(port, options);
}

function nextArrival(port: HidPort, options: ArrivalOptions): Promise<FidoResult<PresentKeys>> {
  const { signal, wait } = options;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(fail('key/none', 'no key was plugged in')), wait);
    const onAbort = (): void => finish(fail('key/cancelled', 'aborted while waiting for a key'));
    const stopWatching = port.watch(() => void look().catch(reject));
    signal?.addEventListener('abort', onAbort);
    // A key that came between the first look and the watch is not missed; an abort in that moment neither.
    look().catch(reject);
    if (signal?.aborted) onAbort();

    function finish(result: FidoResult<PresentKeys>): void {
      clearTimeout(timer);
      stopWatching();
      signal?.removeEventListener('abort', onAbort);
      resolve(result);
    }

    async function look(): Promise<void> {
      const found = await port.list();
      if (!found.ok) return;
      const [first, ...others] = found.value;
      if (first !== undefined) finish(succeed({ devices: [first, ...others], justArrived: true }));
    }
  });
}
