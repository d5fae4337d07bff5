import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';

/** Length of the store's key, in bytes: AEGIS-256. */
export const storeKeyLength = 32;

/** Name of the systemd credential that holds the key, as `LoadCredentialEncrypted=` of the service gives it. */
export const storeKeyCredential = 'madoguchi-store-key';

export interface StoreKey {
  readonly bytes: Uint8Array;
  /** What guards it. A key file is the weaker of the two; `doctor` says so. */
  readonly protection: 'systemd-credential' | 'key-file';
}

/**
 * The store's key: the systemd credential where the service has one (`$CREDENTIALS_DIRECTORY`), else an owner-only file of
 * 32 bytes. With `create` a missing file is made, on disk before this returns; give it only while there is no store yet,
 * because a new key opens no old one. Refuses with `station/store-unavailable` and a `reason` for a key that is missing,
 * of another length, or open to anybody but its owner.
 */
export function loadStoreKey(options: {
  readonly keyPath: string;
  readonly credentialsDirectory: string | undefined;
  readonly create: boolean;
}): Result<StoreKey> {
  if (options.credentialsDirectory !== undefined) {
    // systemd mounts the credentials for the service alone; their mode bits say nothing more.
    const credential = readKey(join(options.credentialsDirectory, storeKeyCredential), false);
    if (credential !== 'missing') return asResult(credential, 'systemd-credential');
  }
  const read = readKey(options.keyPath, true);
  if (read !== 'missing' || !options.create) return asResult(read, 'key-file');
  return asResult(createKeyFile(options.keyPath), 'key-file');
}

type KeyProblem = 'missing' | 'unreadable' | 'open-to-others' | 'wrong-length';

function asResult(read: Uint8Array | KeyProblem, protection: StoreKey['protection']): Result<StoreKey> {
  return typeof read === 'string'
    ? refuse('station/store-unavailable', { reason: `key-${read}` })
    : ok({ bytes: read, protection });
}

function readKey(path: string, ownerOnly: boolean): Uint8Array | KeyProblem {
  let file: number;
  try {
    // O_NOFOLLOW: nobody's link decides which file is the key. Windows has neither it nor mode bits: its ACL guards.
    file = openSync(path, constants.O_RDONLY | (ownerOnly ? (constants.O_NOFOLLOW ?? 0) : 0));
  } catch (error) {
    return isCode(error, 'ENOENT') ? 'missing' : 'unreadable';
  }
  try {
    const about = fstatSync(file);
    if (!about.isFile()) return 'unreadable';
    const owner = expectedOwner(path);
    if (ownerOnly && owner !== undefined && ((about.mode & 0o077) !== 0 || about.uid !== owner)) {
      return 'open-to-others';
    }
    if (about.size !== storeKeyLength) return 'wrong-length';
    const bytes = Buffer.alloc(storeKeyLength);
    return readSync(file, bytes, 0, storeKeyLength, 0) === storeKeyLength ? bytes : 'wrong-length';
  } finally {
    closeSync(file);
  }
}

/** Whose key it has to be: this account's; for root, who looks at a station, the one of whoever has the state folder. */
function expectedOwner(path: string): number | undefined {
  const own = process.getuid?.();
  return own === 0 ? statSync(dirname(path)).uid : own;
}

function createKeyFile(path: string): Uint8Array | KeyProblem {
  const bytes = randomBytes(storeKeyLength);
  const unfinished = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = openSync(unfinished, 'wx', 0o600);
    try {
      writeSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // A link appears whole or not at all, and never replaces a key.
    linkSync(unfinished, path);
  } catch (error) {
    // Another process was faster: its key is the key.
    return isCode(error, 'EEXIST') ? readKey(path, true) : 'unreadable';
  } finally {
    rmSync(unfinished, { force: true });
  }
  syncFolder(dirname(path));
  return bytes;
}

/** Makes a new name in a folder durable. Windows can't open folders, and needn't. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
