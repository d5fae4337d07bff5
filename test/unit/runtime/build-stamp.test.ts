import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const { sourceStamp, isBuilt } = (await import(
  join(import.meta.dirname, '../../../.build/build-stamp.mjs')
)) as {
  sourceStamp: (root: string) => string;
  isBuilt: (dist: string, stamp: string) => boolean;
};

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'build-stamp-'));
  await mkdir(join(root, 'main', 'agent'), { recursive: true });
  await writeFile(join(root, 'main', 'agent', 'index.ts'), 'one');
  await writeFile(join(root, 'package-lock.json'), '{}');
});
afterEach(() => rm(root, { recursive: true }));

describe('the stamp of a build', () => {
  it('stays while the sources stay, whatever else lies beside them', async () => {
    const before = sourceStamp(root);
    await writeFile(join(root, 'README.md'), 'text');
    await mkdir(join(root, 'test'));
    await writeFile(join(root, 'test', 'a.test.ts'), 'test');
    expect(sourceStamp(root)).toBe(before);
  });

  it.each([
    ['a changed file', () => writeFile(join(root, 'main', 'agent', 'index.ts'), 'two')],
    ['a new file', () => writeFile(join(root, 'main', 'new.ts'), '')],
    [
      'a renamed file',
      () => rename(join(root, 'main', 'agent', 'index.ts'), join(root, 'main', 'agent', 'main.ts')),
    ],
    ['other dependencies', () => writeFile(join(root, 'package-lock.json'), '{ }')],
  ])('changes with %s', async (_what, change) => {
    const before = sourceStamp(root);
    await change();
    expect(sourceStamp(root)).not.toBe(before);
  });

  it('says that a build is there only for the stamp it was made with', async () => {
    const dist = join(root, 'dist');
    expect(isBuilt(dist, 'a')).toBe(false);
    await mkdir(dist);
    await writeFile(join(dist, '.stamp'), 'a');
    expect([isBuilt(dist, 'a'), isBuilt(dist, 'b')]).toEqual([true, false]);
  });
});
