import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publishPackages } from '../../../main/cli/update/publish.ts';
import { readRepository } from '../../../main/cli/update/repository.ts';
import { readRoleKeys } from '../../../main/cli/update/role-keys.ts';
import { makeDebianPackage, makeUpdateRepository, onStable } from '../../rigs/update-repository.ts';

let place: string;
let repository: Awaited<ReturnType<typeof makeUpdateRepository>>;
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'madoguchi-publish-'));
  repository = await makeUpdateRepository(place);
  await repository.publish([makeDebianPackage(place, 'madoguchi', '1.0.0')]);
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const everything = () => readdirSync(repository.folder, { recursive: true }).toSorted();

async function publish(files: readonly string[], onProgress: (phase: string, cancel: () => void) => void) {
  const cancelling = new AbortController();
  const told: { phase: string; done: number; total: number | null }[] = [];
  const signing = { keys: await readRoleKeys(repository.keyFolder), now: new Date() };
  const published = publishPackages(await readRepository(repository.folder), files, onStable, signing, {
    signal: cancelling.signal,
    progress(phase, done, total) {
      told.push({ phase, done, total });
      onProgress(phase, () => cancelling.abort());
    },
  });
  return { published, told };
}

const files = () => ['1.0.0', '1.1.0'].map((version) => makeDebianPackage(place, 'madoguchi', version));

test('publishing says how far it is', async () => {
  const { published, told } = await publish(files(), () => undefined);
  const { facts } = await published;
  expect(facts.map(({ version }) => version)).toEqual(['1.0.0', '1.1.0']);
  expect(new Set(told.map(({ phase }) => phase))).toEqual(new Set(['looking', 'copying', 'signing']));
  const copied = told.filter(({ phase }) => phase === 'copying').at(-1);
  expect(copied?.done).toBe(copied?.total);
  expect((await readRepository(repository.folder)).targets.signed.targets).toHaveProperty([
    'madoguchi_1.1.0_all.deb',
  ]);
});

test('whoever cancels before it is signed, or names a package that is none, finds the repository as it was', async () => {
  const before = everything();
  for (const at of ['looking', 'copying']) {
    const { published } = await publish(files(), (phase, cancel) => {
      if (phase === at) cancel();
    });
    await expect(published).rejects.toThrow();
    expect(everything()).toEqual(before);
  }
  const { published } = await publish([...files(), join(place, 'none_1.0.0_all.deb')], () => undefined);
  await expect(published).rejects.toThrow();
  expect(everything()).toEqual(before);
});
