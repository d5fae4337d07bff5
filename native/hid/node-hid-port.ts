import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { devicesAsync, HIDAsync, setDriverType } from 'node-hid';
import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import { classifyOpenFailure } from './hid-open-failure.ts';
import { type HidConnection, type HidDeviceInfo, type HidPort, reportSize } from './hid-port.ts';

const fidoUsagePage = 0xf1d0;
const fidoUsage = 0x01;
const pollEvery = 1_000;

/**
 * The machine's own FIDO devices (CTAP 2.2 §11.2.8.2: usage page 0xF1D0) through node-hid, on Linux by hidraw. The
 * native part is loaded at first use; where it cannot be (a system library is missing) everything answers
 * `key/unavailable`. Plugging is noticed by listing once a second, only while somebody watches.
 */
export function createNodeHidPort(): HidPort {
  setDriverType('hidraw');
  const connections = new Set<HidConnection>();
  const watches = new Set<() => void>();

  async function list(): Promise<FidoResult<readonly HidDeviceInfo[]>> {
    try {
      return succeed((await devicesAsync()).flatMap(fidoDevice));
    } catch {
      return fail('key/unavailable', 'HID devices cannot be listed');
    }
  }

  async function open(path: string): Promise<FidoResult<HidConnection>> {
    let device: HIDAsync;
    try {
      device = await HIDAsync.open(path, { nonExclusive: true });
    } catch (error) {
      const present = await list();
      if (!present.ok) return present;
      return classifyOpenFailure({
        access: process.platform === 'linux' ? await fileAccess(path) : null,
        stillListed: present.value.some((found) => found.path === path),
        message: error instanceof Error ? error.message : '',
      });
    }
    const connection = connectionTo(device, () => connections.delete(connection));
    connections.add(connection);
    return succeed(connection);
  }

  function watch(listener: () => void): () => void {
    let known: string | null = null;
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    const poll = async (): Promise<void> => {
      const found = await list();
      if (stopped) return;
      // A listing that failed means unknown, not "all unplugged".
      if (found.ok) {
        const now = found.value
          .map(({ path }) => path)
          .sort()
          .join('\n');
        const changed = known !== now;
        known = now;
        if (changed) listener();
      }
      if (!stopped) timer = setTimeout(() => void poll(), pollEvery).unref();
    };
    const stop = (): void => {
      stopped = true;
      clearTimeout(timer);
      watches.delete(stop);
    };
    watches.add(stop);
    void poll();
    return stop;
  }

  function close(): void {
    for (const stop of [...watches]) stop();
    for (const connection of [...connections]) connection.close();
  }

  return { list, open, watch, close };
}

function fidoDevice(device: Awaited<ReturnType<typeof devicesAsync>>[number]): HidDeviceInfo[] {
  const { path, usagePage, usage, vendorId, productId, product, manufacturer, serialNumber } = device;
  if (path === undefined || usagePage !== fidoUsagePage || usage !== fidoUsage) return [];
  return [
    {
      path,
      product: product ?? '',
      ...(manufacturer ? { manufacturer } : {}),
      ...(serialNumber ? { serial: serialNumber } : {}),
      vendorId,
      productId,
      simulated: false,
    },
  ];
}

async function fileAccess(path: string): Promise<'granted' | 'denied' | 'missing'> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return 'granted';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'denied';
  }
}

function connectionTo(device: HIDAsync, onEnd: () => void): HidConnection {
  const reportListeners = new Set<(report: Uint8Array) => void>();
  const closedListeners = new Set<() => void>();
  let state: 'open' | 'gone' | 'closed' = 'open';

  function end(how: 'gone' | 'closed'): void {
    if (state !== 'open') return;
    state = how;
    // node-hid begins to read on the tick after the listener for data was added, and throws there, where nobody can
    // catch it, if the device was closed meanwhile. This tick comes after that one.
    process.nextTick(() => {
      device.close().catch(() => {
        // Closing a device that was pulled out fails; there is nothing left to release.
      });
    });
    onEnd();
    if (how === 'gone') for (const listener of [...closedListeners]) listener();
    reportListeners.clear();
    closedListeners.clear();
  }

  device.on('error', () => end('gone'));
  device.on('data', (data: Buffer) => {
    if (data.length !== reportSize || state !== 'open') return;
    const report = Uint8Array.from(data);
    for (const listener of [...reportListeners]) listener(report);
  });

  return {
    async write(report) {
      if (state !== 'open') return;
      try {
        // The leading zero says that the device uses no report ids.
        await device.write(Buffer.concat([Buffer.of(0), report]));
      } catch {
        end('gone');
      }
    },
    onReport(listener) {
      reportListeners.add(listener);
      return () => reportListeners.delete(listener);
    },
    onClosed(listener) {
      if (state === 'gone') listener();
      else closedListeners.add(listener);
      return () => closedListeners.delete(listener);
    },
    close: () => end('closed'),
  };
}
