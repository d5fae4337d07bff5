import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDesktopUser,
  type DesktopUser,
  removeDesktopUser,
} from '../../../main/cli/runtime/desktop-user.ts';
import { developmentRuntimeDirectory, isIntact } from '../../../main/cli/runtime/development-runtime.ts';
import { writeElectronWrapper } from '../../../main/cli/runtime/face-process.ts';
import { runtimeCacheDirectory } from '../../../main/cli/runtime/runtime-cache.ts';
import { stageFace } from '../../../main/cli/runtime/staged-face.ts';
import { startVirtualDisplay, type VirtualDisplay } from '../../../main/cli/runtime/virtual-display.ts';

/** Only a runtime that is there already: this test downloads nothing. */
const runtime = developmentRuntimeDirectory(
  runtimeCacheDirectory(process.getuid?.() ?? -1, process.env, homedir()),
);
const installed = process.platform === 'linux' && (await isIntact(runtime));

const application = `const { app, BrowserWindow } = require('electron');
app.enableSandbox();
app.whenReady().then(() => new BrowserWindow().loadFile(__dirname + '/../renderer/index.html'));`;

describe.runIf(installed)('a window on a machine without a screen', () => {
  let work: string;
  let user: DesktopUser | undefined;
  let display: VirtualDisplay;

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'electron-launch-'));
    user = await createDesktopUser();
    const started = await startVirtualDisplay({ width: 800, height: 600, user });
    if (!started.ok) throw new Error(started.failure.detail);
    display = started.value;
    for (const part of ['main', 'preload', 'renderer'])
      await mkdir(join(work, 'dist', part), { recursive: true });
    const described = { name: 'tiny', version: '1.2.3', main: 'dist/main/index.cjs' };
    await writeFile(join(work, 'package.json'), JSON.stringify(described));
    await writeFile(join(work, 'dist', 'main', 'index.cjs'), application);
    await writeFile(join(work, 'dist', 'renderer', 'index.html'), '<!doctype html><title>窓口</title>');
  });

  afterAll(async () => {
    await display.stop();
    await removeDesktopUser(user);
    await rm(work, { recursive: true });
  });

  it('opens without root’s rights and with a seccomp filter on its page (I9)', async () => {
    const staged = await stageFace(join(work, 'dist'));
    const executablePath = await writeElectronWrapper({
      file: join(staged.directory, 'electron'),
      executable: join(runtime, 'electron'),
      user,
    });
    const face = await _electron.launch({
      executablePath,
      chromiumSandbox: true,
      args: ['--disable-gpu', staged.directory],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: work,
        DISPLAY: display.display,
        XAUTHORITY: display.xauthority,
      },
    });
    const window = await face.firstWindow();
    expect(await window.title()).toBe('窓口');
    const seen = await face.evaluate(({ app, BrowserWindow }) => ({
      version: app.getVersion(),
      uid: process.getuid?.(),
      page: BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
    }));
    expect(seen).toMatchObject({ version: '1.2.3', uid: user?.uid ?? process.getuid?.() });
    expect(await readFile(`/proc/${seen.page}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m);
    await face.close();
    await staged.remove();
  });
});
