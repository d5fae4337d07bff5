import { type FidoResult, fail, succeed } from '../client/fido-error.ts';
import { pinBytes } from '../ctap/pin-text.ts';
import type { HidConnection, HidDeviceInfo, HidPort } from '../hid/hid-port.ts';
import { createSoftAuthenticator } from './soft-authenticator.ts';
import { createSoftKeyDevice, type SoftKeyDevice } from './soft-key-device.ts';
import type { SoftKeyGeneration } from './soft-key-generation.ts';
import { openSoftKeyStore, type SoftKeyStore } from './soft-key-state.ts';
import { withPin } from './soft-pin-verifier.ts';
import { createTouchSensor, type Finger, type TouchMode, type TouchSensor } from './touch-sensor.ts';

export interface SoftKeyDescription {
  readonly id: string;
  /** For the people at a demonstration. */
  readonly label: string;
  /** The file that holds its state; created at the first change. */
  readonly statePath: string;
  /** Whether it is plugged in from the start; default true. */
  readonly inserted?: boolean;
  /** The PIN of a key that has no state yet; without one it begins with none. */
  readonly initialPin?: string;
  /** Default `ctap2.1`. */
  readonly generation?: SoftKeyGeneration | undefined;
  /** Whether it has a simulated fingerprint sensor that knows a finger; default false. */
  readonly fingerprint?: boolean | undefined;
  /** How long after it was plugged in it takes a reset, in milliseconds; default that of the port's timing. */
  readonly resetWindow?: number | undefined;
}

export interface SoftKeyTiming {
  readonly keepalive: number;
  readonly betweenPackets: number;
  readonly touchLimit: number;
  readonly automaticTouchAfter: number;
  /** How long after it was plugged in a key takes a reset. */
  readonly resetWindow?: number;
}

export interface SoftKeyPortOptions {
  /** Whether this is a productive installation, where software keys are refused. Every caller must say. */
  readonly production: boolean;
  readonly keys: readonly SoftKeyDescription[];
  readonly touch: TouchMode;
  /** Milliseconds; defaults are those of real keys. */
  readonly timing?: SoftKeyTiming;
  /** A monotonic clock in milliseconds, for tests. */
  readonly now?: () => number;
}

export interface SoftKeyStatus {
  readonly id: string;
  readonly label: string;
  readonly inserted: boolean;
  readonly waitingForTouch: boolean;
  /** It has a simulated fingerprint sensor: a touch with the wrong finger is possible. */
  readonly fingerprint: boolean;
}

/** Software keys behind the same port as real ones, with hands: plug in, pull out, touch. */
export interface SoftKeyPort extends HidPort {
  keys(): readonly SoftKeyStatus[];
  /** Ids of the keys that wait for a touch. */
  readonly waitingForTouch: readonly string[];
  /** False if there is no such key or it is in already. */
  insert(keyId: string): boolean;
  /** False if there is no such key or it is not in. */
  remove(keyId: string): boolean;
  /** False if the key does not wait for a touch. The finger matters only to a simulated fingerprint sensor. */
  touch(keyId: string, finger?: Finger): boolean;
  /** Calls after a key was inserted, removed, or began or ended to wait for a touch. */
  onChange(listener: () => void): () => void;
}

export type SoftKeyPortResult =
  | { readonly ok: true; readonly value: SoftKeyPort }
  | {
      readonly ok: false;
      readonly error: {
        readonly code: 'softkey/production' | 'softkey/state-unreadable' | 'softkey/initial-pin';
      };
    };

const product = 'Software security key (demonstration)';
/** An identifier that is reserved for tests and experiments (pid.codes). */
const vendorId = 0x1209;
const productId = 0x0001;

const realTiming: SoftKeyTiming = {
  keepalive: 100,
  betweenPackets: 3_000,
  touchLimit: 30_000,
  automaticTouchAfter: 400,
};

interface SoftKeySlot {
  readonly description: SoftKeyDescription;
  readonly store: SoftKeyStore;
  plugged: { readonly device: SoftKeyDevice; readonly sensor: TouchSensor } | null;
}

/**
 * Creates software keys. Refuses with `softkey/production` in a productive installation, before it touches any file;
 * with `softkey/state-unreadable` if a state file is damaged, and with `softkey/initial-pin` if that is no valid PIN.
 */
export function createSoftKeyPort(options: SoftKeyPortOptions): SoftKeyPortResult {
  if (options.production) return { ok: false, error: { code: 'softkey/production' } };
  const { touch, timing = realTiming, now } = options;
  const slots = new Map<string, SoftKeySlot>();
  for (const description of options.keys) {
    const opened = openSoftKeyStore(description.statePath);
    if (!opened.ok) return opened;
    if (opened.isNew && description.initialPin !== undefined) {
      const pin = pinBytes(description.initialPin, 4);
      if (pin === null) return { ok: false, error: { code: 'softkey/initial-pin' } };
      opened.value.write(withPin(opened.value.read(), pin));
    }
    slots.set(description.id, { description, store: opened.value, plugged: null });
  }
  const changeListeners = new Set<() => void>();
  const plugListeners = new Set<() => void>();
  const tell = (listeners: ReadonlySet<() => void>): void => {
    for (const listener of [...listeners]) listener();
  };

  function plugIn(slot: SoftKeySlot): void {
    const sensor = createTouchSensor({
      mode: touch,
      limit: timing.touchLimit,
      automaticAfter: timing.automaticTouchAfter,
      onChange: () => tell(changeListeners),
    });
    const { generation, fingerprint, resetWindow = timing.resetWindow } = slot.description;
    const authenticator = createSoftAuthenticator(slot.store, {
      generation,
      fingerprint,
      resetWindow,
      now,
    });
    const speaks = generation === 'u2f' ? 'u2f' : 'ctap2';
    slot.plugged = { sensor, device: createSoftKeyDevice(authenticator, sensor, timing, speaks) };
  }

  function pullOut(slot: SoftKeySlot): void {
    const device = slot.plugged?.device;
    slot.plugged = null;
    device?.unplug();
  }

  for (const slot of slots.values()) if (slot.description.inserted !== false) plugIn(slot);

  const port: SoftKeyPort = {
    async list() {
      return succeed([...slots.values()].filter(({ plugged }) => plugged !== null).map(deviceInfo));
    },
    async open(path): Promise<FidoResult<HidConnection>> {
      const slot = [...slots.values()].find((candidate) => deviceInfo(candidate).path === path);
      if (slot === undefined || slot.plugged === null) return fail('key/removed', 'not plugged in');
      return succeed(slot.plugged.device.connect());
    },
    watch(listener) {
      plugListeners.add(listener);
      return () => plugListeners.delete(listener);
    },
    close() {
      for (const slot of slots.values()) pullOut(slot);
      plugListeners.clear();
      changeListeners.clear();
    },
    keys: () =>
      [...slots.values()].map(({ description: { id, label, fingerprint }, plugged }) => ({
        id,
        label,
        inserted: plugged !== null,
        waitingForTouch: plugged?.sensor.waiting ?? false,
        fingerprint: fingerprint === true,
      })),
    get waitingForTouch() {
      return port.keys().flatMap(({ id, waitingForTouch }) => (waitingForTouch ? [id] : []));
    },
    insert(keyId) {
      const slot = slots.get(keyId);
      if (slot === undefined || slot.plugged !== null) return false;
      plugIn(slot);
      tell(plugListeners);
      tell(changeListeners);
      return true;
    },
    remove(keyId) {
      const slot = slots.get(keyId);
      if (slot === undefined || slot.plugged === null) return false;
      pullOut(slot);
      tell(plugListeners);
      tell(changeListeners);
      return true;
    },
    touch: (keyId, finger) => slots.get(keyId)?.plugged?.sensor.touch(finger) ?? false,
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
  };
  return { ok: true, value: port };
}

function deviceInfo({ description }: SoftKeySlot): HidDeviceInfo {
  const { id } = description;
  return { path: `software:${id}`, product, serial: id, vendorId, productId, simulated: true };
}
