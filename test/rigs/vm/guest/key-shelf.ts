import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSoftKeyPort, type SoftKeyPort } from '../../../../native/softkey/soft-key-port.ts';
import type { Hands, KeyToPlugIn } from '../guest-calls.ts';
import { createUhidDevice, type UhidDevice } from './uhid-device.ts';

const stateFolder = '/dev/shm/keys';
const appearsWithin = 10_000;
const lookEvery = 20;

/** Software keys that can be plugged into this machine's kernel, and the hands that do it. */
export interface KeyShelf {
  /** Returns the hidraw device. A key that was in before remembers what it had. */
  plugIn(key: KeyToPlugIn): Promise<string>;
  pullOut(id: string): Promise<void>;
  /**
   * Pulls the key out as soon as so many more reports have passed, either way, and calls `pulled`. Returns the function
   * that calls it off.
   */
  pullOutAfter(id: string, reports: number, pulled: () => void): () => void;
  touch(id: string): boolean;
  /** Ids of the keys that wait for a touch. */
  waiting(): readonly string[];
  setHands(hands: Hands): void;
  /** `performance.now()` when a key was last plugged in or out. */
  readonly changedAt: number;
}

/** See `KeyShelf`. */
export function createKeyShelf(): KeyShelf {
  const ports = new Map<string, SoftKeyPort>();
  const devices = new Map<string, UhidDevice>();
  const pulls = new Map<string, { left: number; readonly pulled: () => void }>();
  let hands: Hands = 'automatic';
  let changedAt = 0;

  function portOf({ id, initialPin, generation }: KeyToPlugIn): SoftKeyPort {
    const known = ports.get(id);
    if (known !== undefined) return known;
    const created = createSoftKeyPort({
      production: false,
      touch: 'manual',
      keys: [
        {
          id,
          label: id,
          statePath: `${stateFolder}/${id}.json`,
          inserted: false,
          ...(initialPin === undefined ? {} : { initialPin }),
          ...(generation === undefined ? {} : { generation }),
        },
      ],
    });
    if (!created.ok) throw new Error(created.error.code);
    const port = created.value;
    port.onChange(() => {
      if (hands === 'automatic' && port.waitingForTouch.includes(id)) setImmediate(() => port.touch(id));
    });
    ports.set(id, port);
    return port;
  }

  async function pullOut(id: string): Promise<void> {
    const device = devices.get(id);
    if (device === undefined || !ports.get(id)?.remove(id)) throw new Error(`${id} is not plugged in`);
    changedAt = performance.now();
    devices.delete(id);
    pulls.delete(id);
    await device.unplug();
  }

  function onReport(id: string): void {
    const pull = pulls.get(id);
    if (pull === undefined) return;
    pull.left -= 1;
    if (pull.left > 0) return;
    void pullOut(id);
    pull.pulled();
  }

  return {
    async plugIn(key) {
      const port = portOf(key);
      if (!port.insert(key.id)) throw new Error(`${key.id} is plugged in already`);
      const listed = await port.list();
      const [info] = listed.ok ? listed.value : [];
      const connection = await port.open(info?.path ?? '');
      if (info === undefined || !connection.ok) throw new Error(`${key.id} cannot be opened`);
      const { product, vendorId, productId } = info;
      const identity = { name: product, unique: key.id, vendorId, productId };
      devices.set(key.id, await createUhidDevice(connection.value, identity, () => onReport(key.id)));
      const path = await hidrawOf(key.id);
      changedAt = performance.now();
      return path;
    },
    pullOut,
    pullOutAfter(id, reports, pulled) {
      pulls.set(id, { left: reports, pulled });
      return () => pulls.delete(id);
    },
    touch: (id) => ports.get(id)?.touch(id) ?? false,
    waiting: () => [...ports.values()].flatMap((port) => [...port.waitingForTouch]),
    setHands(next) {
      hands = next;
    },
    get changedAt() {
      return changedAt;
    },
  };
}

/** Which hidraw device the kernel gave to the key of this serial number, once its file is there. */
async function hidrawOf(id: string): Promise<string> {
  const end = performance.now() + appearsWithin;
  while (performance.now() < end) {
    const name = readdirSync('/sys/class/hidraw').find((hidraw) =>
      readFileSync(`/sys/class/hidraw/${hidraw}/device/uevent`, 'utf8').includes(`HID_UNIQ=${id}\n`),
    );
    if (name !== undefined && existsSync(`/dev/${name}`)) return `/dev/${name}`;
    await sleep(lookEvery);
  }
  throw new Error(`the kernel made no hidraw device for ${id}`);
}
