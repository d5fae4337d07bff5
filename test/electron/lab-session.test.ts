import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sentence } from '../../main/cli/tour/hands.ts';
import { campusHosts, campusPages } from '../rigs/campus-pages.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from './institution.ts';
import { signOutAtLab, sitePage } from './lab-hands.ts';
import { labSessionPolicy } from './lab-session-policy.ts';
import { processesRunning } from './process-tree.ts';

const student = ['s20240001', 'demo-sakura'] as const;
const campus = campusPages();
let institution: Institution;
let lab: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['lab'], {
    policy: labSessionPolicy(),
    campus: { pages: campus.pages, hosts: campusHosts },
  });
  lab = await institution.open('lab');
});
beforeEach(async () => {
  pictureOnFailure(lab);
  await lab.page.locator('html[data-ready=lock]').waitFor();
  await lab.hands.signInAtLab(...student);
  await lab.page.getByTestId('session-bar').waitFor();
  campus.visits.length = 0;
});
afterEach(async () => {
  if ((await lab.page.getByTestId('session-bar').count()) === 0) return;
  await signOutAtLab(lab);
});
afterAll(() => institution?.stop());

const tile = (id: string) => lab.page.getByTestId(`tile-${id}`);
const notice = (kind: string) => lab.page.locator(`[data-testid=site-notice][data-kind=${kind}]`);
const download = (state: string) => lab.page.locator(`.download[data-state=${state}]`);

/** The site's own page, once it shows this address. */
const siteAt = (part: string) => sitePage(lab, (address) => address.includes(part));

/** Runs a function in a site's page by the application itself: beside the face's own debugger, another one loses frames. */
function inSite(address: string, work: () => unknown): Promise<unknown> {
  return lab.application.evaluate(
    ({ webContents }, wanted) =>
      webContents
        .getAllWebContents()
        .find((one) => one.getURL() === wanted.address)
        ?.executeJavaScript(`(${wanted.source})()`),
    { address, source: String(work) },
  );
}

async function openPortal(): Promise<Page> {
  await tile('portal').click();
  await lab.page.getByTestId('site-bar').waitFor();
  const site = await siteAt('portal.hokuto.example');
  await site.locator('#cookies').waitFor();
  return site;
}

/** A key as the window's system reports it, to the site at this address. */
async function pressInSite(part: string, keyCode: string, ...modifiers: 'control'[]): Promise<void> {
  await lab.application.evaluate(
    ({ webContents }, key) => {
      const site = webContents.getAllWebContents().find((one) => one.getURL().includes(key.part));
      for (const type of ['keyDown', 'keyUp'] as const) {
        site?.sendInputEvent({ type, keyCode: key.keyCode, modifiers: key.modifiers });
      }
    },
    { part, keyCode, modifiers },
  );
}

/** Session folders that there are, by full path. */
function sessionFolders(): string[] {
  const folder = join(institution.demonstration.folder, 'lab-run', 'sessions');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(folder, name));
}

function sessionFolder(): string {
  const [folder] = sessionFolders();
  if (folder === undefined) throw new Error('no session folder');
  return folder;
}

describe('a program of a lab session', () => {
  it('is started as the policy says, in the session folder, and dies at sign-out with its children', async () => {
    await tile('sleeper').click();
    const folder = sessionFolder();
    await vi.waitFor(() => expect(processesRunning('sleep 98611')).toHaveLength(2));
    const names = readFileSync(join(folder, 'environment'), 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0]);
    const allowed =
      /^(?:LANG|LANGUAGE|LC_[A-Z]+|TZ|DISPLAY|XAUTHORITY|XMODIFIERS|GTK_IM_MODULE|PATH|HOME|TMPDIR|XDG_(?:CONFIG|CACHE|DATA|STATE)_HOME|XDG_RUNTIME_DIR|PWD|OLDPWD|SHLVL|_|)$/;
    expect(names.filter((name) => !allowed.test(name ?? ''))).toEqual([]);
    expect(readFileSync(join(folder, 'folder'), 'utf8').trim()).toBe(folder);

    await lab.hands.button('session.sign-out').click();
    const reminder = lab.page.getByTestId('sign-out-dialog');
    await reminder.waitFor();
    expect(await reminder.innerText()).toContain('environment');
    await lab.hands.button('sign-out.delete').click();
    await lab.page.getByTestId('lock-form').waitFor();
    await vi.waitFor(() => expect(processesRunning('sleep 98611')).toEqual([]), { timeout: 8000 });
    await vi.waitFor(() => expect(sessionFolders()).toEqual([]), { timeout: 8000 });
  });

  it('that is missing, or ends badly at once, is said to be so', async () => {
    await tile('missing').click();
    await lab.page.getByText(sentence('en', 'error.lab/program-failed')).waitFor();
    await tile('failing').click();
    await lab.page.locator('.launcher-failed').waitFor();
  });

  it('is never chosen by a page: it names a tile, and sees no path (I9)', async () => {
    expect(await callFromPage(lab.page, 'lab.open', { tileId: 'sleeper', path: '/bin/true' })).toEqual({
      ok: false,
      code: 'call/bad-input',
    });
    expect(await callFromPage(lab.page, 'lab.open', { tileId: '/bin/sh' })).toMatchObject({ ok: false });
    expect(await callFromPage(lab.page, 'lab.open', { tileId: 'nothing' })).toEqual({
      ok: false,
      code: 'lab/unknown-tile',
    });
    const seen = await lab.page.evaluate(() =>
      (window as unknown as { madoguchi: { call(name: string, input: object): Promise<unknown> } }).madoguchi
        .call('lab.open', { tileId: 'failing' })
        .then((answer) => JSON.stringify(answer)),
    );
    expect(seen).toContain('"ok":true');
    expect(seen).not.toContain('/');
  });
});

describe('a site of a lab session', () => {
  it('stays within its origins, whatever its page tries', async () => {
    const site = await openPortal();
    for (const [element, kind] of [
      ['#outside', 'address'],
      ['#post', 'address'],
      ['#redirect', 'address'],
    ] as const) {
      await site.goto('https://portal.hokuto.example/').catch(() => undefined);
      await site.locator(element).click({ noWaitAfter: true });
      await notice(kind).waitFor();
      expect(await lab.page.getByTestId('site-notice').innerText()).toContain('elsewhere.example');
    }
    await site.goto('https://portal.hokuto.example/');
    const tried = await inSite('https://portal.hokuto.example/', async () => {
      const attempt = (work: () => Promise<unknown>) => work().then(String, () => 'refused');
      const loads = (element: HTMLElement & { src: string }) =>
        new Promise((resolve, reject) => {
          element.onload = () => resolve('loaded');
          element.onerror = reject;
          element.src = 'https://elsewhere.example/part';
          document.body.append(element);
        });
      document.body.append(
        Object.assign(document.createElement('iframe'), { src: 'https://elsewhere.example/frame' }),
      );
      return {
        fetch: await attempt(
          async () => (await fetch('https://elsewhere.example/', { mode: 'no-cors' })).type,
        ),
        plain: await attempt(async () => (await fetch('http://portal.hokuto.example/')).status),
        picture: await attempt(() => loads(document.createElement('img'))),
        script: await attempt(() => loads(document.createElement('script'))),
        window: String(window.open('https://elsewhere.example/window')),
        camera: await attempt(() => navigator.mediaDevices.getUserMedia({ video: true })),
        notification: await Notification.requestPermission(),
        place: await attempt(
          () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
        ),
        clipboard: await attempt(() => navigator.clipboard.readText()),
        fullscreen: await attempt(async () => {
          await document.body.requestFullscreen();
          return 'filled';
        }),
        node: ['madoguchi', 'require', 'process', 'electron'].filter((name) => name in window),
      };
    });
    expect(tried).toEqual({
      fetch: 'refused',
      plain: 'refused',
      picture: 'refused',
      script: 'refused',
      window: 'null',
      camera: 'refused',
      notification: 'denied',
      place: 'refused',
      clipboard: 'refused',
      fullscreen: 'refused',
      node: [],
    });
    await notice('window').waitFor();
    expect(campus.visits.filter((visit) => visit.startsWith('elsewhere'))).toEqual([]);
  });

  it('goes on within them, in a tab of its own too, and back by button and key', async () => {
    const site = await openPortal();
    await site.locator('#inside').click();
    await expect.poll(() => lab.page.getByTestId('site-host').innerText()).toBe('lms.portal.hokuto.example');
    await lab.hands.button('site.back').click();
    await expect.poll(() => lab.page.getByTestId('site-host').innerText()).toBe('portal.hokuto.example');
    await site.locator('#popup').click();
    const popup = await siteAt('/popup');
    await expect.poll(() => lab.page.locator('.site-tab').count()).toBe(2);
    expect(await popup.evaluate(() => window.opener)).toBeNull();
    await pressInSite('/popup', 'W', 'control');
    await expect.poll(() => lab.page.locator('.site-tab').count()).toBe(0);
    expect(lab.application.windows().some((page) => page.url().includes('/popup'))).toBe(false);
    await pressInSite('portal.hokuto.example/', 'F6');
    await expect.poll(() => lab.page.evaluate(() => document.hasFocus())).toBe(true);
    await lab.hands.button('site.home').click();
    await tile('portal').waitFor();
    await tile('portal').click();
    await lab.page.getByTestId('site-bar').waitFor();
    await lab.hands.button('site.close').click();
    await tile('portal').waitFor();
  });

  it('offers printing where its tile permits that, and nowhere else', async () => {
    await openPortal();
    await expect.poll(() => lab.hands.button('site.print').count()).toBe(1);
    await lab.hands.button('site.close').click();
    await tile('quiet').click();
    await lab.page.getByTestId('site-bar').waitFor();
    await expect.poll(() => lab.hands.button('site.print').count()).toBe(0);
    await lab.hands.button('site.close').click();
    await tile('portal').waitFor();
  });

  it('gets no name and password by a dialog of the browser', async () => {
    const site = await openPortal();
    await site.goto('https://portal.hokuto.example/basic').catch(() => undefined);
    await expect.poll(() => site.locator('body').innerText()).toContain('name and password wanted');
  });

  it('knows nobody in the next session: cookies and storage are gone', async () => {
    const site = await openPortal();
    await site.evaluate(() => localStorage.setItem('left', 'behind'));
    await site.reload();
    expect(await site.locator('#cookies').innerText()).toBe('device=trusted');
    await lab.hands.button('session.sign-out').click();
    await lab.page.locator('html[data-ready=lock]').waitFor();
    expect(lab.application.windows()).toHaveLength(1);
    await lab.hands.signInAtLab(...student);
    const again = await openPortal();
    expect(await again.locator('#cookies').innerText()).toBe('none');
    expect(await again.evaluate(() => localStorage.getItem('left'))).toBeNull();
  });

  it('cannot hold a sign-out: not by asking whether to leave, not by a page that never ends', async () => {
    const site = await openPortal();
    await site.goto('https://portal.hokuto.example/stubborn');
    await site.locator('#typing').fill('unsaved');
    await site.locator('#typing').click();
    const startedMs = performance.now();
    await lab.hands.button('session.sign-out').click();
    await lab.page.getByTestId('lock-form').waitFor();
    expect(performance.now() - startedMs).toBeLessThan(5000);
    await expect.poll(() => lab.application.windows().length).toBe(1);
    expect(
      await lab.application.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().flatMap((window) => window.getBrowserViews()).length,
      ),
    ).toBe(0);
  });
});

describe('a download', () => {
  it('lands in the session folder under a safe name, twice without replacing, and is reminded of', async () => {
    const site = await openPortal();
    await site.locator('#small').click({ noWaitAfter: true });
    await site.locator('#small').click({ noWaitAfter: true });
    await lab.hands.button('site.home').click();
    await expect.poll(() => download('kept').count()).toBe(2);
    const folder = join(sessionFolder(), 'Downloads');
    const names = readdirSync(folder).sort();
    expect(names).toEqual(['profile', 'profile (1)']);
    for (const name of names) expect(readFileSync(join(folder, name), 'utf8')).toBe('a'.repeat(2048));
    await lab.hands.button('session.sign-out').click();
    const reminder = lab.page.getByTestId('sign-out-dialog');
    await reminder.waitFor();
    expect(await reminder.innerText()).toContain(`Downloads/${names[0]}`);
    await lab.hands.button('sign-out.back').click();
    await lab.page.getByTestId('downloads').waitFor();
  });

  it('shows how far it is and can be stopped; nothing of it stays', async () => {
    const site = await openPortal();
    await site.locator('#slow').click({ noWaitAfter: true });
    await lab.hands.button('site.home').click();
    const bar = download('running').locator('progress');
    await expect
      .poll(async () => Number(await bar.getAttribute('value')), { timeout: 15_000 })
      .toBeGreaterThan(0);
    expect(await bar.getAttribute('max')).toBe('3000000');
    await lab.hands.button('downloads.cancel').click();
    await download('cancelled').waitFor();
    await expect.poll(() => readdirSync(join(sessionFolder(), 'Downloads'))).toEqual([]);
  });

  it('is refused where the tile permits none', async () => {
    await tile('quiet').click();
    const site = await siteAt('portal.hokuto.example');
    await site.locator('#small').click({ noWaitAfter: true });
    await notice('download').waitFor();
    expect(existsSync(join(sessionFolder(), 'Downloads'))).toBe(false);
  });
});
