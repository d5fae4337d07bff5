import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isPrivateView } from '../../../../main/agent/session/wipe/private-view.ts';
import { wipeFolders } from '../../../../main/agent/session/wipe/wipe-folders.ts';
import { createWipeTelling } from '../../../../main/agent/session/wipe/wipe-telling.ts';
import { createGround, jobOf } from './wipe-rig.ts';

const mount = (root: string, place: string) =>
  `36 35 8:1 ${root} ${place} rw,relatime master:1 - ext4 /dev/sda1 rw`;
const own = '/tmp/systemd-private-0f5e-madoguchi-agent.service-Q3vJ9k/tmp';
const info = (...lines: string[]) => `${[mount('/', '/'), ...lines].join('\n')}\n`;

test("a service's own /tmp is told from the computer's", () => {
  const text = info(mount(own, '/tmp'), mount('/lab', '/srv/lab'));
  const isPrivate = (folder: string) => isPrivateView(folder, () => text);
  expect(['/tmp', '/tmp/', '/tmp/render', '/srv/lab', '/tmpfiles', '/var/tmp'].map(isPrivate)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('what lies on top counts, at the place and above it', () => {
  expect(isPrivateView('/tmp/a', () => info(mount(own, '/tmp'), mount('/', '/tmp')))).toBe(false);
  expect(isPrivateView('/tmp/a/b', () => info(mount(own, '/tmp'), mount('/share', '/tmp/a')))).toBe(false);
  expect(isPrivateView('/tmp', () => info(mount('/', '/tmp'), mount(own, '/tmp')))).toBe(true);
});

test('nothing is private where the system does not say', () => {
  expect(
    isPrivateView('/tmp', () => {
      throw new Error('no such file');
    }),
  ).toBe(false);
});

test('a folder that the wipe sees no more than a copy of is refused, and never proved clean', () => {
  const ground = createGround();
  onTestFinished(ground.remove);
  const work = join(ground.folder, 'work');
  const essay = join(work, 'essay.txt');
  mkdirSync(work);
  writeFileSync(essay, 'left by a session');
  const wiped = (text: string) =>
    wipeFolders(
      jobOf({ wipedFolders: [work] }),
      createWipeTelling(() => undefined),
      () => false,
      () => text,
    ).refused;
  expect(wiped(info(mount(own, ground.folder)))).toBe(1);
  expect(existsSync(essay)).toBe(true);
  expect(wiped(info())).toBe(0);
  expect(existsSync(essay)).toBe(false);
});
