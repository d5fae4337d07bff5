import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDesktopUser,
  faceEnvironment,
  privilegeWords,
  removeDesktopUser,
} from '../../../main/cli/runtime/desktop-user.ts';
import { faceCommand, writeElectronWrapper } from '../../../main/cli/runtime/face-process.ts';
import { stageFace } from '../../../main/cli/runtime/staged-face.ts';
import { isWorldReadable } from '../../../main/cli/runtime/world-readable.ts';

const linux = process.platform === 'linux';
const root = process.getuid?.() === 0;
const user = { uid: 65534, gid: 65534, home: '/tmp/home of face' };

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'face-process-'));
});
afterEach(() => rm(work, { recursive: true }));

describe('the environment of the face', () => {
  const inherited = {
    PATH: '/usr/bin',
    LANG: 'ja_JP.UTF-8',
    DISPLAY: ':1',
    HOME: '/root',
    DATABASE_URL: 'postgres://secret',
    OKTA_KEY: 'secret',
    NODE_OPTIONS: '--require evil',
    ELECTRON_RUN_AS_NODE: '1',
  };

  it('has none of root’s secrets and homes (I7)', () => {
    const environment = faceEnvironment(user, inherited);
    expect(JSON.stringify(environment)).not.toMatch(/secret|evil|root|RUN_AS_NODE/);
    expect(environment).toMatchObject({
      PATH: '/usr/bin',
      LANG: 'ja_JP.UTF-8',
      DISPLAY: ':1',
      HOME: user.home,
    });
    expect(environment.XDG_CONFIG_HOME).toBe(`${user.home}/config`);
  });

  it('is the person’s own otherwise, and has no secret either (I7)', () => {
    const { PATH, LANG, DISPLAY, HOME } = inherited;
    const session = { XDG_RUNTIME_DIR: '/run/user/1', SystemRoot: 'C:\\Windows' };
    expect(faceEnvironment(undefined, { ...inherited, ...session })).toEqual({
      PATH,
      LANG,
      DISPLAY,
      HOME,
      ...session,
    });
  });
});

describe.runIf(linux)('the command of the face', () => {
  it.each([user, undefined])('keeps the sandbox on, as user %o (I9)', (as) => {
    const { arguments: words } = faceCommand({
      executable: '/opt/electron',
      application: '/srv/app',
      user: as,
      onVirtualDisplay: true,
      inherited: {},
    });
    expect(words.slice(words.indexOf('/opt/electron'))).toEqual([
      '/opt/electron',
      '--disable-setuid-sandbox',
      '--disable-gpu',
      '/srv/app',
    ]);
  });

  it.runIf(root)('runs as nobody, in a home of its own, with no way back', async () => {
    const face = await createDesktopUser();
    const [command = '', ...words] = [...privilegeWords(face), 'cat', '/proc/self/status'];
    const text = spawnSync(command, words).stdout.toString();
    expect(text).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
    expect(text).toMatch(/^Gid:\t65534\t65534\t65534\t65534$/m);
    expect(text).toMatch(/^Groups:\t\s*$/m);
    expect(text).toMatch(/^CapEff:\t0+$/m);
    expect(text).toMatch(/^NoNewPrivs:\t1$/m);
    expect((await stat(face?.home ?? '')).mode & 0o777).toBe(0o700);
    await removeDesktopUser(face);
    await expect(stat(face?.home ?? '')).rejects.toThrow('ENOENT');
  });

  it('cannot be given a switch that turns the sandbox off (I9)', async () => {
    const wrapper = await writeElectronWrapper({
      file: join(work, 'electron'),
      executable: '/bin/echo',
      user: undefined,
    });
    const refused = spawnSync(wrapper, ['--inspect=0', '--no-sandbox', 'app']);
    expect([refused.status, refused.stdout.toString()]).toEqual([64, '']);
    const run = spawnSync(wrapper, ["it's", 'a b']);
    expect(run.stdout.toString()).toBe("--disable-setuid-sandbox it's a b\n");
  });
});

describe('the staged face', () => {
  it('holds what the window loads, for everybody to read, and no agent', async () => {
    const private_ = join(work, 'checkout');
    for (const part of ['main', 'preload', 'renderer/assets', 'node']) {
      await mkdir(join(private_, 'dist', part), { recursive: true, mode: 0o700 });
      await writeFile(join(private_, 'dist', part, 'file'), part, { mode: 0o600 });
    }
    const described = { name: 'm', version: '1.0.0', main: 'dist/main/index.cjs', scripts: {} };
    await writeFile(join(private_, 'package.json'), JSON.stringify(described));
    expect(await isWorldReadable(join(private_, 'dist', 'main', 'file'))).toBe(false);
    const staged = await stageFace(join(private_, 'dist'));
    expect((await readdir(join(staged.directory, 'dist'))).sort()).toEqual(['main', 'preload', 'renderer']);
    expect(await isWorldReadable(join(staged.directory, 'dist', 'renderer', 'assets', 'file'))).toBe(true);
    expect(JSON.parse(await readFile(join(staged.directory, 'package.json'), 'utf8'))).toEqual({
      name: 'm',
      productName: 'Madoguchi',
      version: '1.0.0',
      main: 'dist/main/index.cjs',
    });
    await staged.remove();
    await expect(stat(staged.directory)).rejects.toThrow('ENOENT');
  });
});
