import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaceGround } from '../face-ground.ts';
import { projectRoot } from '../runtime/project-root.ts';
import { type DrivenFace, openDrivenFace } from './driven-face.ts';

/** A plain browser window, as somebody has it at home. */
const program = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 900, height: 1000, useContentSize: true, webPreferences: { sandbox: true } });
  window.setMenu(null);
  const address = process.argv.find((argument) => argument.startsWith('--page='));
  window.loadURL(address.slice('--page='.length));
});
`;

/** Opens an address in a browser of its own beside the counter's window, as a caller would. */
export async function openCallersBrowser(ground: FaceGround, address: string): Promise<DrivenFace> {
  const application = join(ground.user?.home ?? ground.folder, 'callers-browser');
  await mkdir(application, { recursive: true });
  await chmod(application, 0o755);
  for (const [name, text] of [
    ['package.json', JSON.stringify({ name: 'callers-browser', main: 'main.cjs' })],
    ['main.cjs', program],
  ] as const) {
    await writeFile(join(application, name), text);
    await chmod(join(application, name), 0o644);
  }
  await installTypeface(ground);
  const browser = await openDrivenFace(ground, {
    runtimeFolder: ground.folder,
    language: 'en',
    application,
    switches: [`--page=${address}`],
  });
  await browser.page.locator('html:not([data-state=starting])').waitFor({ timeout: 30_000 });
  return browser;
}

/** A computer at home has a Japanese typeface; the bare machine that this runs on may have none. */
async function installTypeface(ground: FaceGround): Promise<void> {
  const home = ground.user?.home;
  if (home === undefined) return;
  const assets = join(projectRoot(), 'dist', 'renderer', 'assets');
  // Its `XDG_DATA_HOME`, where the system's own lookup of typefaces begins.
  const fonts = join(home, 'data', 'fonts');
  await mkdir(fonts, { recursive: true });
  await chmod(fonts, 0o755);
  for (const name of await readdir(assets)) {
    if (!name.endsWith('.ttf')) continue;
    await copyFile(join(assets, name), join(fonts, name));
    await chmod(join(fonts, name), 0o644);
  }
}
