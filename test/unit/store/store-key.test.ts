import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadStoreKey } from '../../../main/agent/store/store-key.ts';
import { createStoreFolder, type StoreFolder } from './store-folder.ts';

let folder: StoreFolder;
beforeEach(() => {
  folder = createStoreFolder();
  rmSync(folder.keyPath);
});
afterEach(() => folder.remove());

const load = (create = false, credentialsDirectory: string | undefined = undefined) =>
  loadStoreKey({ keyPath: folder.keyPath, credentialsDirectory, create });
const refusalOf = (reason: string) => ({
  ok: false,
  refusal: { code: 'station/store-unavailable', parameters: { reason } },
});

it('makes an owner-only key file once, and gives the same key ever after', () => {
  const made = load(true);
  expect(made).toMatchObject({ ok: true, value: { protection: 'key-file' } });
  expect(statSync(folder.keyPath).mode & 0o777).toBe(0o600);
  expect(readFileSync(folder.keyPath)).toHaveLength(32);
  expect(load(true)).toEqual(made);
  expect(load()).toEqual(made);
});

it('makes no key where there may be a store', () => {
  expect(load()).toEqual(refusalOf('key-missing'));
});

it('refuses a key that others may read', () => {
  load(true);
  chmodSync(folder.keyPath, 0o640);
  expect(load()).toEqual(refusalOf('key-open-to-others'));
});

it.each([0, 31, 33, 64])('refuses a key of %i bytes', (length) => {
  writeFileSync(folder.keyPath, new Uint8Array(length), { mode: 0o600 });
  expect(load()).toEqual(refusalOf('key-wrong-length'));
});

it('follows no link to a key', () => {
  writeFileSync(join(folder.folder, 'elsewhere'), new Uint8Array(32), { mode: 0o600 });
  symlinkSync(join(folder.folder, 'elsewhere'), folder.keyPath);
  expect(load(true)).toEqual(refusalOf('key-unreadable'));
});

it('takes the service credential before any file', () => {
  load(true);
  const credentials = join(folder.folder, 'credentials');
  mkdirSync(credentials);
  const secret = new Uint8Array(32).fill(9);
  writeFileSync(join(credentials, 'madoguchi-store-key'), secret, { mode: 0o440 });
  const loaded = load(false, credentials);
  expect(loaded).toMatchObject({ ok: true, value: { protection: 'systemd-credential' } });
  if (loaded.ok) expect(Buffer.from(loaded.value.bytes).equals(secret)).toBe(true);
});
