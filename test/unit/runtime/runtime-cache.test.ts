import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  installAtomically,
  isOwnDirectory,
  runtimeCacheDirectory,
} from '../../../main/cli/runtime/runtime-cache.ts';
import { failed, ready } from '../../../main/cli/runtime/runtime-result.ts';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'runtime-cache-'));
});
afterEach(() => rm(parent, { recursive: true }));

describe('the place of the cache', () => {
  it('is shared for root and private for others', () => {
    expect(runtimeCacheDirectory(0, { XDG_CACHE_HOME: '/elsewhere' }, '/root')).toBe('/var/cache/madoguchi');
    expect(runtimeCacheDirectory(1000, {}, '/home/a')).toBe('/home/a/.cache/madoguchi');
    expect(runtimeCacheDirectory(1000, { XDG_CACHE_HOME: '/c' }, '/home/a')).toBe('/c/madoguchi');
  });

  it('ignores a relative XDG_CACHE_HOME', () => {
    expect(runtimeCacheDirectory(1000, { XDG_CACHE_HOME: 'c' }, '/home/a')).toBe('/home/a/.cache/madoguchi');
  });
});

describe('installing into the cache', () => {
  const target = () => join(parent, 'runtime');

  it('replaces what was there and leaves it readable for everybody', async () => {
    await mkdir(target());
    await writeFile(join(target(), 'stale'), '');
    const installed = await installAtomically(target(), async (directory) => {
      await writeFile(join(directory, 'file'), 'new');
      return ready(undefined);
    });
    expect(installed).toEqual({ ok: true, value: target() });
    expect(await readdir(target())).toEqual(['file']);
    expect((await stat(target())).mode & 0o777).toBe(0o755);
    expect(await readdir(parent)).toEqual(['runtime']);
  });

  it('keeps the old directory and nothing of an attempt that failed', async () => {
    await mkdir(target());
    await writeFile(join(target(), 'file'), 'old');
    const installed = await installAtomically(target(), async (directory) => {
      await writeFile(join(directory, 'file'), 'half');
      return failed('runtime/checksum-mismatch', 'other bytes');
    });
    expect(installed.ok).toBe(false);
    expect(await readFile(join(target(), 'file'), 'utf8')).toBe('old');
    expect(await readdir(parent)).toEqual(['runtime']);
  });

  it('leaves nothing behind when filling breaks', async () => {
    const broken = installAtomically(target(), async (directory) => {
      await writeFile(join(directory, 'file'), 'half');
      throw new Error('disk gone');
    });
    await expect(broken).rejects.toThrow('disk gone');
    expect(await readdir(parent)).toEqual([]);
  });

  it('does not install where others may write', async () => {
    await chmod(parent, 0o777);
    const installed = await installAtomically(target(), async () => ready(undefined));
    expect(installed).toMatchObject({ ok: false, failure: { code: 'runtime/cache-not-trusted' } });
    expect(await readdir(parent)).toEqual([]);
  });

  it('lets both of two processes that install at once succeed', async () => {
    const install = () =>
      installAtomically(target(), async (directory) => {
        await writeFile(join(directory, 'file'), 'same');
        return ready(undefined);
      });
    const both = await Promise.all([install(), install()]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await readdir(parent)).toEqual(['runtime']);
    expect(await readFile(join(target(), 'file'), 'utf8')).toBe('same');
  });

  it('does not take a link for a directory of its own', async () => {
    await mkdir(join(parent, 'real'), { mode: 0o755 });
    await symlink(join(parent, 'real'), join(parent, 'link'));
    expect(await isOwnDirectory(join(parent, 'real'))).toBe(true);
    expect(await isOwnDirectory(join(parent, 'link'))).toBe(false);
    expect(await isOwnDirectory(join(parent, 'none'))).toBe(false);
  });
});
