import { createSocket } from 'node:dgram';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pages } from '../../main/cli/demonstration/campus-site.ts';
import { sentence } from '../../main/cli/tour/hands.ts';
import { campusHosts } from '../rigs/campus-pages.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from './institution.ts';
import { signOutAtLab, sitePage } from './lab-hands.ts';
import { labSessionPolicy } from './lab-session-policy.ts';

const portal = 'https://portal.hokuto.example';
const otherHost = 'https://lms.portal.hokuto.example';
const pictures = join(import.meta.dirname, '..', '..', 'out', 'site-dialogs');

/** A page that asks for everything that would open a dialog of the system. */
const wishing = `<!doctype html><meta charset="utf-8"><title>Report / 報告</title><h1>Report</h1>
<input type="file" id="one" onchange="tell(this)"><input type="file" id="several" multiple onchange="tell(this)">
<button id="print" onclick="print()">print</button>
<button id="command" onclick="document.execCommand('print')">command</button>
<button id="command-case" onclick="document.execCommand({ toString: () => 'PRINT' })">command</button>
<p id="given"></p><script>
async function tell(field) {
  const files = [...field.files];
  const texts = await Promise.all(files.map((file) => file.text()));
  document.querySelector('#given').textContent = files.map((file, at) => file.name + '=' + texts[at]).join(' ');
}</script>`;
const framing = `<!doctype html><title>Frames</title><iframe id="same" src="/wishing"></iframe>
<iframe id="other" src="${otherHost}/wishing"></iframe>`;
const pages: Pages = (request, response) => {
  const { pathname } = new URL(request.url ?? '/', portal);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    pathname === '/frames'
      ? framing
      : pathname === '/prints-itself'
        ? '<!doctype html><title>Own</title><script>print(); print(); print();</script>'
        : wishing,
  );
};

let institution: Institution;
let lab: OpenWindow;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  institution = await startInstitution(['lab'], {
    policy: labSessionPolicy(),
    campus: { pages, hosts: campusHosts },
  });
  lab = await institution.open('lab');
});
beforeEach(async () => {
  pictureOnFailure(lab);
  await lab.page.locator('html[data-ready=lock]').waitFor();
  await lab.hands.signInAtLab('s20240001', 'demo-sakura');
  await lab.page.getByTestId('session-bar').waitFor();
});
afterEach(async () => {
  await lab.page.keyboard.press('Escape');
  await signOutAtLab(lab);
});
afterAll(() => institution?.stop());

const printing = () => lab.page.getByTestId('print-dialog');
const choosing = () => lab.page.getByTestId('files-dialog');

/**
 * Presses something in a frame of the site, as a person would, by the application itself: two debuggers at one page do not
 * both follow its frames.
 */
async function pressInFrame(origin: string, element: string): Promise<void> {
  await vi.waitFor(
    () =>
      lab.application.evaluate(
        async ({ webContents }, wanted) => {
          const site = webContents.getAllWebContents().find((one) => one.getURL().endsWith('/frames'));
          const frame = site?.mainFrame.frames.find((one) => one.origin === wanted.origin);
          if (frame === undefined) throw new Error('no such frame');
          await frame.executeJavaScript(`document.querySelector('${wanted.element}').click()`, true);
        },
        { origin, element },
      ),
    { timeout: 10_000 },
  );
}

/** What a frame of the site says that it was given. */
function givenInFrame(origin: string): Promise<unknown> {
  return lab.application.evaluate(
    ({ webContents }, wanted) =>
      webContents
        .getAllWebContents()
        .find((one) => one.getURL().endsWith('/frames'))
        ?.mainFrame.frames.find((one) => one.origin === wanted)
        ?.executeJavaScript(`document.querySelector('#given').innerText`),
    origin,
  );
}

const siteAt = (address: string) => sitePage(lab, (url) => url === address);

/** The tile's page, and from there `path` of it. */
async function openSite(path = '/'): Promise<Page> {
  await lab.page.getByTestId('tile-portal').click();
  const site = await siteAt(`${portal}/`);
  await site.locator('#print').waitFor();
  if (path !== '/') await site.goto(`${portal}${path}`);
  return site;
}

/** Records each call of a system's dialog instead of opening it, and what is printed. */
async function watchSystem(
  printers: readonly { readonly name: string; readonly isDefault?: boolean }[] = [],
): Promise<void> {
  await lab.application.evaluate(({ webContents, dialog }, known) => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    for (const contents of webContents.getAllWebContents()) {
      contents.getPrintersAsync = async () => known as never;
      contents.print = (options, done) => {
        asked.push({
          host: new URL(contents.getURL()).hostname,
          silent: options?.silent,
          printer: options?.deviceName,
        });
        done?.(true, '');
      };
    }
    for (const name of ['showOpenDialog', 'showSaveDialog'] as const) {
      Object.assign(dialog, { [name]: async () => asked.push(name) });
    }
  }, printers);
}
const asked = () => lab.application.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);

/** Windows of the virtual display that are not this window: a system's dialog would be one. */
const ownWindows = () =>
  lab.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

function sessionFolder(): string {
  const folder = join(institution.demonstration.folder, 'lab-run', 'sessions');
  const [name] = readdirSync(folder).filter((one) => !one.startsWith('.'));
  if (name === undefined) throw new Error('no session folder');
  return join(folder, name);
}

describe('printing from a site', () => {
  it("asks in the window's own dialog, in both languages, and prints on the printer that was chosen", async () => {
    const site = await openSite();
    await watchSystem([{ name: 'Corridor' }, { name: 'Lab 101', isDefault: true }]);
    await lab.hands.button('site.print').click();
    await printing().waitFor();
    await lab.page.screenshot({ path: join(pictures, 'print-en.png') });
    await lab.page.getByRole('radio', { name: /Corridor/ }).check({ force: true });
    await printing()
      .getByRole('button', { name: sentence('en', 'print.print') })
      .click();
    await printing().waitFor({ state: 'detached' });
    expect(await asked()).toEqual([{ host: 'portal.hokuto.example', silent: true, printer: 'Corridor' }]);
    await lab.page.getByText(sentence('en', 'print.printed')).waitFor();
    expect(await site.evaluate(() => document.title)).toContain('Report');
  });

  it.each(['#print', '#command', '#command-case'])(
    'by %s of the page asks there too, never the system',
    async (element) => {
      const site = await openSite();
      await watchSystem([{ name: 'Lab 101', isDefault: true }]);
      await site.locator(element).click({ noWaitAfter: true });
      await printing().waitFor();
      expect(await asked()).toEqual([]);
      await lab.hands.button('action.cancel').click();
      await printing().waitFor({ state: 'detached' });
      expect(await ownWindows()).toBe(1);
    },
  );

  it('a page that asks by itself, again and again, asks once', async () => {
    await openSite('/prints-itself');
    await printing().waitFor();
    await lab.hands.button('action.cancel').click();
    await printing().waitFor({ state: 'detached' });
    await lab.hands.button('site.close').click();
    await lab.page.getByTestId('tile-portal').waitFor();
  });

  it.each([portal, otherHost])('from a frame of %s asks there too', async (origin) => {
    await openSite('/frames');
    await watchSystem([{ name: 'Lab 101', isDefault: true }]);
    await pressInFrame(origin, '#print');
    await printing().waitFor();
    expect(await asked()).toEqual([]);
    await lab.hands.button('action.cancel').click();
  });

  it('without a printer keeps the page as a PDF among the session’s files', async () => {
    await openSite();
    await watchSystem();
    await lab.hands.button('site.print').click();
    await printing().getByText(sentence('en', 'print.no-printer')).waitFor();
    await lab.hands.button('print.save').click();
    await lab.page.getByTestId('site-done').getByText('pdf').waitFor();
    const [name] = readdirSync(join(sessionFolder(), 'Downloads'));
    expect(name).toMatch(/報告\.pdf$/);
    expect(
      readFileSync(join(sessionFolder(), 'Downloads', name ?? ''))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(await asked()).toEqual([]);
  });

  it('on a printer that is none is refused, whatever a page of the face says (I9)', async () => {
    await openSite();
    await watchSystem([{ name: 'Lab 101' }]);
    const desk = await lab.page.evaluate(() => window.madoguchi.call('desk.state', {}));
    const siteId = desk.ok ? desk.value.shown : null;
    const wrong = await callFromPage(lab.page, 'desk.print', { siteId, printer: '/etc/passwd' });
    expect(wrong).toEqual({ ok: false, code: 'guide/no-printer' });
    expect(await callFromPage(lab.page, 'desk.print', { siteId, printer: 7 })).toEqual({
      ok: false,
      code: 'call/bad-input',
    });
    expect(await asked()).toEqual([]);
  });
});

describe('a file field of a site', () => {
  it('gets files of the session’s folder, chosen in the window’s own dialog', async () => {
    const site = await openSite();
    await watchSystem();
    writeFileSync(join(sessionFolder(), 'essay.txt'), 'draft');
    writeFileSync(join(sessionFolder(), 'notes.txt'), 'many');
    await site.locator('#one').click({ noWaitAfter: true });
    await choosing().waitFor();
    await lab.page.screenshot({ path: join(pictures, 'files-en.png') });
    await choosing().getByLabel('essay.txt').check();
    await lab.hands.button('files.give').click();
    await expect.poll(() => site.locator('#given').innerText()).toBe('essay.txt=draft');
    // So soon after an answer the page is not heard again.
    await vi.waitFor(
      async () => {
        await site.locator('#several').click({ noWaitAfter: true });
        await choosing().waitFor({ timeout: 500 });
      },
      { timeout: 20_000 },
    );
    for (const name of ['essay.txt', 'notes.txt']) await choosing().getByLabel(name).check();
    await lab.hands.button('files.give').click();
    await expect.poll(() => site.locator('#given').innerText()).toBe('essay.txt=draft notes.txt=many');
    expect(await asked()).toEqual([]);
    expect(await ownWindows()).toBe(1);
  });

  it.each([portal, otherHost])('of a frame of %s too', async (origin) => {
    await openSite('/frames');
    writeFileSync(join(sessionFolder(), 'essay.txt'), 'draft');
    await pressInFrame(origin, '#one');
    await choosing().getByLabel('essay.txt').check();
    await lab.hands.button('files.give').click();
    await expect.poll(() => givenInFrame(origin)).toBe('essay.txt=draft');
  });

  it('gets nothing else, whatever a page of the face names (I9)', async () => {
    const site = await openSite();
    const secret = join(institution.demonstration.folder, 'secret.txt');
    writeFileSync(secret, 'secret');
    symlinkSync(secret, join(sessionFolder(), 'link.txt'));
    symlinkSync(institution.demonstration.folder, join(sessionFolder(), 'folder'));
    const desk = await lab.page.evaluate(() => window.madoguchi.call('desk.state', {}));
    const siteId = desk.ok ? desk.value.shown : null;
    for (const name of [
      secret,
      '../secret.txt',
      '../../../secret.txt',
      'link.txt',
      'folder/secret.txt',
      '.',
      '/etc/passwd',
      'missing',
    ]) {
      await site.locator('#one').click({ noWaitAfter: true });
      const answer = await callFromPage(lab.page, 'desk.choose', { siteId, names: [name] });
      expect([name, answer]).toEqual([name, { ok: false, code: 'call/bad-input' }]);
    }
    expect(await site.locator('#given').innerText()).toBe('');
    rmSync(secret);
  });

  it('finds no other way to a dialog of the system', async () => {
    const site = await openSite();
    expect(
      await site.evaluate(() =>
        ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker', 'madoguchiPrint'].filter(
          (name) => name in window,
        ),
      ),
    ).toEqual([]);
  });
});

describe('what is no request of a page', () => {
  /** Everything by which a page could reach a place without asking for a permission. */
  const attempts = `async ({ tcp, udp }) => {
    const link = (rel, href) => document.head.append(Object.assign(document.createElement('link'), { rel, href }));
    link('preconnect', 'https://127.0.0.1:' + tcp);
    const peer = new RTCPeerConnection({ iceServers: [
      { urls: 'stun:127.0.0.1:' + udp },
      { urls: 'turn:127.0.0.1:' + udp + '?transport=udp', username: 'a', credential: 'b' },
      { urls: 'turn:127.0.0.1:' + tcp + '?transport=tcp', username: 'a', credential: 'b' },
      { urls: 'turns:127.0.0.1:' + tcp + '?transport=tcp', username: 'a', credential: 'b' },
    ] });
    peer.createDataChannel('way');
    await peer.setLocalDescription(await peer.createOffer());
    if (typeof WebTransport !== 'undefined') {
      await new WebTransport('https://127.0.0.1:' + udp).ready.catch(() => undefined);
    }
    await new Promise((resolve) => {
      if (peer.iceGatheringState === 'complete') resolve();
      peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
      setTimeout(resolve, 4000);
    });
    peer.close();
  }`;

  it('goes nowhere either: WebRTC, WebTransport, connections ahead of time', async () => {
    const reached: string[] = [];
    const tcp = createServer((socket) => {
      reached.push('tcp');
      socket.on('error', () => undefined).destroy();
    });
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const udp = createSocket('udp4').on('message', () => reached.push('udp'));
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    const address = tcp.address();
    const ports = { tcp: typeof address === 'object' ? address?.port : 0, udp: udp.address().port };
    try {
      // The attempts are real: from a page that nothing holds they arrive.
      await lab.application.evaluate(
        async ({ BrowserWindow }, { script, words }) => {
          const window = new BrowserWindow({ show: false, webPreferences: { partition: 'free' } });
          await window.loadURL('data:text/html,<title>free</title>');
          await window.webContents.executeJavaScript(`(${script})(${JSON.stringify(words)})`);
          window.destroy();
        },
        { script: attempts, words: ports },
      );
      expect(new Set(reached)).toEqual(new Set(['tcp', 'udp']));

      reached.length = 0;
      const site = await openSite();
      await site.evaluate(`(${attempts})(${JSON.stringify(ports)})`);
      expect(reached).toEqual([]);
      expect(await site.evaluate(() => fetch('/again').then(({ status }) => status))).toBe(200);
    } finally {
      udp.close();
      await new Promise((resolve) => tcp.close(resolve));
    }
  });
});
