import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore, storePaths } from '../../../main/agent/store/open-store.ts';
import { StoreFailure } from '../../../main/agent/store/store-failure.ts';

it('makes folder, key and store at first, and never a new key for an old store', () => {
  const parent = mkdtempSync(join(tmpdir(), 'madoguchi-state-'));
  const folder = join(parent, 'state');
  const { storePath, keyPath } = storePaths(folder);
  openStore(folder).close();
  expect([folder, storePath, keyPath].map((path) => statSync(path).mode & 0o777)).toEqual([
    0o700, 0o600, 0o600,
  ]);
  openStore(folder).close();
  rmSync(keyPath);
  let failure: unknown = null;
  try {
    openStore(folder);
  } catch (error) {
    failure = error;
  }
  expect(failure).toBeInstanceOf(StoreFailure);
  expect((failure as StoreFailure).refusal).toEqual({
    code: 'station/store-unavailable',
    parameters: { reason: 'key-missing' },
  });
  expect(() => statSync(keyPath)).toThrow('ENOENT');
  rmSync(parent, { recursive: true });
});
