import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packagesFolder } from './built-packages.ts';

const root = join(import.meta.dirname, '..', '..');

it('two builds of one source are the same bytes, each package and everything beside it', () => {
  const sums = () => readFileSync(join(packagesFolder, 'SHA256SUMS'), 'utf8').trim().split('\n');
  const first = sums();
  const built = spawnSync(process.execPath, [join(root, '.build', 'package', 'package.mjs')], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(built.status, built.stderr).toBe(0);
  expect(sums()).toEqual(first);
}, 900_000);
