import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A credential of a software key. All byte strings are base64url. Demonstration material, but never to be logged. */
export interface SoftCredential {
  readonly id: string;
  readonly rpId: string;
  readonly userId: string;
  readonly userName: string;
  readonly userDisplayName: string;
  readonly algorithm: number;
  /** PKCS #8, DER. */
  readonly privateKey: string;
  readonly discoverable: boolean;
  /** Level of credProtect (CTAP 2.2 §12.1). */
  readonly protection: number;
}

/** Everything that a software key remembers while it is unplugged. */
export interface SoftKeyState {
  readonly version: 1;
  /** scrypt of the PIN's hash and its length in code points; null while no PIN is set. */
  readonly pin: { readonly salt: string; readonly verifier: string; readonly codePoints: number } | null;
  readonly pinRetries: number;
  /** In code points; only ever raised (CTAP 2.2 §6.11.4). */
  readonly minimumPinLength: number;
  /** RP ids that may read it. */
  readonly pinLengthReaders: readonly string[];
  /** forcePINChange. */
  readonly mustChangePin: boolean;
  readonly alwaysVerifies: boolean;
  /** Tries of the simulated sensor. */
  readonly sensorRetries: number;
  /** Matters only on a key with the simulated sensor. */
  readonly fingerEnrolled: boolean;
  readonly signatureCounter: number;
  /** The oldest first. */
  readonly credentials: readonly SoftCredential[];
}

/** CTAP 2.2 §6.5.2.2: eight tries until the PIN is blocked for good. */
export const fullPinRetries = 8;

/** CTAP 2.2 §6.5.3 leaves the number to the maker. */
export const fullSensorRetries = 5;

const shortestPin = 4;

/** The state of a key as it leaves the factory; one with a sensor already knows its finger. */
export const emptySoftKeyState: SoftKeyState = {
  version: 1,
  pin: null,
  pinRetries: fullPinRetries,
  minimumPinLength: shortestPin,
  pinLengthReaders: [],
  mustChangePin: false,
  alwaysVerifies: false,
  sensorRetries: fullSensorRetries,
  fingerEnrolled: true,
  signatureCounter: 0,
  credentials: [],
};

/** Where a software key keeps its state. */
export interface SoftKeyStore {
  read(): SoftKeyState;
  /** Has been stored durably when it returns; throws if it could not be. */
  write(state: SoftKeyState): void;
}

export type SoftKeyStoreResult =
  | { readonly ok: true; readonly value: SoftKeyStore; readonly isNew: boolean }
  | { readonly ok: false; readonly error: { readonly code: 'softkey/state-unreadable' } };

/**
 * Opens the state file of a software key, JSON with mode 0600, or begins anew where there is none. A file that cannot be
 * read or is no such state is left alone: `softkey/state-unreadable`. Writing replaces the file in one step.
 */
export function openSoftKeyStore(path: string): SoftKeyStoreResult {
  let state: SoftKeyState;
  let isNew = false;
  try {
    const parsed = completed(JSON.parse(readFileSync(path, 'utf8')));
    if (!isSoftKeyState(parsed)) return { ok: false, error: { code: 'softkey/state-unreadable' } };
    state = parsed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      return { ok: false, error: { code: 'softkey/state-unreadable' } };
    state = emptySoftKeyState;
    isNew = true;
  }
  const store: SoftKeyStore = {
    read: () => state,
    write(next) {
      replaceFile(path, JSON.stringify(next));
      state = next;
    },
  };
  return { ok: true, value: store, isNew };
}

function replaceFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** What older files leave out has the values that a key had then. */
function completed(value: unknown): unknown {
  if (!isRecord(value) || !Array.isArray(value.credentials)) return value;
  const { credentials, pin } = value;
  return {
    ...emptySoftKeyState,
    ...value,
    // Missing from a file, these are damage, not age.
    pin: isRecord(pin) ? { codePoints: shortestPin, ...pin } : pin,
    pinRetries: value.pinRetries,
    signatureCounter: value.signatureCounter,
    version: value.version,
    credentials: credentials.map((one) => (isRecord(one) ? { protection: 1, ...one } : one)),
  };
}

function isSoftKeyState(value: unknown): value is SoftKeyState {
  if (!isRecord(value) || value.version !== 1 || !Array.isArray(value.credentials)) return false;
  const { pin, pinLengthReaders } = value;
  const pinFits =
    pin === null || (isRecord(pin) && haveTexts(pin, ['salt', 'verifier']) && isCount(pin.codePoints));
  return (
    pinFits &&
    [value.pinRetries, value.signatureCounter, value.minimumPinLength, value.sensorRetries].every(isCount) &&
    [value.mustChangePin, value.alwaysVerifies, value.fingerEnrolled].every(isFlag) &&
    Array.isArray(pinLengthReaders) &&
    pinLengthReaders.every((reader) => typeof reader === 'string') &&
    value.credentials.every(isSoftCredential)
  );
}

function isSoftCredential(value: unknown): value is SoftCredential {
  return (
    isRecord(value) &&
    haveTexts(value, ['id', 'rpId', 'userId', 'userName', 'userDisplayName', 'privateKey']) &&
    typeof value.algorithm === 'number' &&
    isCount(value.protection) &&
    typeof value.discoverable === 'boolean'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function haveTexts(record: Record<string, unknown>, names: readonly string[]): boolean {
  return names.every((name) => typeof record[name] === 'string');
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
