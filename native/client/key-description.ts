import { getPinRetries, getUvRetries } from '../ctap/client-pin.ts';
import { credentialManagementCommand } from '../ctap/credential-management.ts';
import type { HidDeviceInfo, HidPort } from '../hid/hid-port.ts';
import type { HidTiming } from '../hid/hid-timing.ts';
import { type FidoResult, succeed } from './fido-error.ts';
import { type KeySession, openKeySession } from './key-session.ts';
import { preferredProtocol } from './pin-verification.ts';

/** What one plugged-in key is and how it stands, as far as it tells without a PIN or a touch. */
export interface KeyCondition {
  /** Such as `FIDO_2_1`; the newest is not always the last. */
  readonly versions: readonly string[];
  /** The model, as a UUID in lower case. */
  readonly aaguid: string;
  /** The maker's own number; null where the key does not say. */
  readonly firmware: number | null;
  readonly pin: {
    readonly supported: boolean;
    readonly set: boolean;
    /** Tries before it is blocked for good; null where no PIN is set. */
    readonly retriesLeft: number | null;
    /** `until-replug`: it takes no PIN until it was pulled out; `for-good`: only a reset helps. */
    readonly blocked: 'no' | 'until-replug' | 'for-good';
    readonly mustChange: boolean;
    /** In Unicode code points, after NFC. */
    readonly minimumLength: number;
    /** In Unicode code points; besides, 63 bytes of UTF-8 are the most. */
    readonly maximumLength: number;
  };
  /** The key's own sensor, such as a fingerprint reader; null where it has none. */
  readonly sensor: {
    readonly enrolled: boolean;
    /** Null where nobody is enrolled or the key does not tell. */
    readonly retriesLeft: number | null;
    /** Blocked until the right PIN was given. */
    readonly blocked: boolean;
  } | null;
  /** Whether it verifies the person for everything; null where it knows no such setting. */
  readonly alwaysVerifies: boolean | null;
  readonly credentials: {
    /** Whether `listCredentials` and `deleteCredential` can work. */
    readonly manageable: boolean;
    /** How many more fit; null where the key does not tell before its PIN. */
    readonly remaining: number | null;
  };
  /** A reset wants the key held for some seconds instead of touched. */
  readonly longTouchForReset: boolean;
}

export interface KeyDescription {
  /** Path, product, serial number where it has one, and whether it is simulated. */
  readonly device: HidDeviceInfo;
  /** Fails for this key alone: `key/u2f-only`, `key/no-permission`, `key/busy` and so on. */
  readonly condition: FidoResult<KeyCondition>;
}

/** Opens a key, asks how it stands and closes it. Needs no person. */
export async function describeKey(
  port: HidPort,
  device: HidDeviceInfo,
  timing: HidTiming,
  signal?: AbortSignal,
): Promise<KeyDescription> {
  const session = await openKeySession(port, device, timing, signal);
  if (!session.ok) return { device, condition: session };
  try {
    return { device, condition: await conditionOf(session.value, signal) };
  } finally {
    session.value.close();
  }
}

/** How an open key stands. */
export async function conditionOf(
  { authenticator, info }: KeySession,
  signal?: AbortSignal,
): Promise<FidoResult<KeyCondition>> {
  const protocol = preferredProtocol(info);
  const pinSet = info.options.get('clientPin') === true;
  const sensor = info.options.get('uv');
  let retriesLeft: number | null = null;
  let replugNeeded = false;
  if (pinSet && protocol !== null) {
    const retries = await getPinRetries(authenticator, protocol, signal);
    if (!retries.ok) return retries;
    ({ retriesLeft, replugNeeded } = retries.value);
  }
  let sensorRetries: number | null = null;
  if (sensor === true && protocol !== null) {
    const retries = await getUvRetries(authenticator, protocol, signal);
    // A key of CTAP 2.0 refuses the question; a key that went away ends the description.
    if (!retries.ok && retries.error.status === undefined) return retries;
    if (retries.ok) sensorRetries = retries.value;
  }
  return succeed({
    versions: info.versions,
    aaguid: uuidOf(info.aaguid),
    firmware: info.firmwareVersion,
    pin: {
      supported: info.options.has('clientPin') && protocol !== null,
      set: pinSet,
      retriesLeft,
      blocked: blockedState(retriesLeft, replugNeeded),
      mustChange: info.mustChangePin,
      minimumLength: info.minimumPinLength,
      maximumLength: info.maximumPinLength,
    },
    sensor:
      sensor === undefined
        ? null
        : { enrolled: sensor, retriesLeft: sensorRetries, blocked: sensorRetries === 0 },
    alwaysVerifies: info.options.get('alwaysUv') ?? null,
    credentials: {
      manageable: credentialManagementCommand(info) !== null,
      remaining: info.remainingCredentials,
    },
    longTouchForReset: info.longTouchForReset,
  });
}

function blockedState(retriesLeft: number | null, replugNeeded: boolean): KeyCondition['pin']['blocked'] {
  if (retriesLeft === 0) return 'for-good';
  return replugNeeded ? 'until-replug' : 'no';
}

function uuidOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
