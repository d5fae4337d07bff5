import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pages } from '../../main/cli/demonstration/campus-site.ts';
import { openUnwatchedFace, type UnwatchedFace } from '../rigs/unwatched-face.ts';
import { type Institution, startInstitution } from './institution.ts';
import { labSessionPolicy } from './lab-session-policy.ts';

const portal = 'https://portal.hokuto.example';
/** Of another site, so that another process draws its frames. */
const elsewhere = 'https://sso.other.example';
const patience = { timeout: 30_000, interval: 100 };

/** Asks to be printed in its first script, and by both ways once it stands; then says whether `print` was the browser's. */
const asks = `<script>
const native = /native code/.test(Function.prototype.toString.call(print));
print();
addEventListener('load', () => setTimeout(() => {
  print();
  document.execCommand('print');
  if (top === window) document.title = 'native ' + native;
  else top.postMessage('native ' + native, '*');
}));
</script><p>asks</p><input type="file" id="file"><p id="given"></p>`;
const framing = (frames: string) =>
  `<script>onmessage = ({ data }) => { document.title = data; }</script>${frames}`;
/** As text of an attribute. */
const quoted = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
/** As text of a script in a page. */
const scripted = (text: string) => JSON.stringify(text).replaceAll('</', '<\\/');
/** A frame that the page's own script makes and reaches into at once. */
const reaching = (script: string) =>
  `<body><script>const frame = document.createElement('iframe'); document.body.append(frame); ${script}</script>`;
/** Ways by which a document of a page comes to be, and is held before its first script. */
const ways: Readonly<Record<string, string>> = {
  'the page itself': asks,
  'a frame of another site': framing(`<iframe src="${elsewhere}/asks"></iframe>`),
  'a frame of another site, of no origin': framing(
    `<iframe sandbox="allow-scripts allow-modals" src="${elsewhere}/asks"></iframe>`,
  ),
  'a frame of its own site': framing('<iframe src="/asks"></iframe>'),
  'a frame that goes on to its own site': framing(
    `<iframe id="going"></iframe><script>going.contentWindow.location = '/asks'</script>`,
  ),
  'a frame that is given its text': framing(`<iframe srcdoc="${quoted(asks)}"></iframe>`),
  'a frame of a blob': framing(
    reaching(`frame.src = URL.createObjectURL(new Blob([${scripted(asks)}], { type: 'text/html' }))`),
  ),
  'a frame that is written into': framing(
    reaching(
      `const { contentDocument: made } = frame; made.open(); made.write(${scripted(asks)}); made.close();`,
    ),
  ),
  'an empty frame, reached into at once': framing(
    reaching(`frame.contentWindow.print(); frame.contentDocument.execCommand('print');
      document.title = 'native ' + /native code/.test(Function.prototype.toString.call(frame.contentWindow.print));`),
  ),
  'an empty frame whose functions the page borrows': framing(
    reaching(`String.prototype.toLowerCase = () => 'copy'; Function.prototype.call = Function.prototype.apply = () => true;
      frame.contentDocument.execCommand.bind(document)('PRINT'); frame.contentWindow.print.bind(window)();
      document.execCommand('PRINT'); document.title = 'native false';`),
  ),
  'an object in place of a frame': framing('<object type="text/html" data="/asks"></object>'),
  // Each new frame has older Electron let its debugger go and come back.
  'one of many frames, made while others come': `<body><script>
    const said = [];
    onmessage = ({ data }) => { if (said.push(data) === 60) document.title = said.find((one) => one === 'native true') ?? data; };
    const way = new MessageChannel();
    let made = 0;
    way.port1.onmessage = () => {
      const frame = document.createElement('iframe');
      if (made % 2 === 0) frame.srcdoc = ${scripted(asks)};
      else frame.src = '/asks';
      document.body.append(frame);
      if (++made < 60) way.port2.postMessage('');
    };
    way.port2.postMessage('');
  </script>`,
};
const pages: Pages = (request, response) => {
  const { pathname } = new URL(request.url ?? '/', portal);
  const way = ways[decodeURIComponent(pathname.slice(1))];
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    way !== undefined
      ? `<!doctype html>${way}`
      : pathname === '/asks'
        ? asks
        : '<!doctype html><title>Portal</title>',
  );
};

let institution: Institution;
let face: UnwatchedFace;
beforeAll(async () => {
  const policy = labSessionPolicy();
  const [tile] = policy.lab?.tiles ?? [];
  if (policy.lab === undefined || tile?.kind !== 'site') throw new Error('no site');
  institution = await startInstitution(['lab'], {
    policy: { ...policy, lab: { ...policy.lab, tiles: [{ ...tile, origins: [portal, elsewhere] }] } },
    campus: { pages, hosts: ['portal.hokuto.example', 'sso.other.example'] },
  });
  face = await openUnwatchedFace(institution.ground, {
    runtimeFolder: institution.demonstration.stations.lab.runtimeFolder,
    switches: institution.demonstration.faceSwitches,
  });
  await vi.waitFor(
    async () => expect(await inFace('document.documentElement.dataset.ready')).toBe('lock'),
    patience,
  );
  await inFace(
    `madoguchi.call('lab.signIn', { login: 's20240001', password: 'demo-sakura' }).then(({ ok }) => ok)`,
  );
}, 180_000);
afterAll(async () => {
  await face?.close();
  await institution?.stop();
});
beforeEach(async () => {
  // Closed and opened anew, so that nothing of a way before is left.
  // It ends with one document: closing one of several processes is a test of its own.
  await face.evaluate(async ({ webContents }, start) => {
    for (const one of webContents.getAllWebContents()) {
      if (one.getURL().includes('madoguchi')) continue;
      await one.loadURL(start).catch(() => undefined);
      one.close();
    }
  }, `${portal}/`);
  await vi.waitFor(async () => {
    await inFace(`document.querySelector('[data-testid=tile-portal]')?.click()`);
    expect(await site('title')).toBe('Portal');
  }, patience);
});

/** Runs a script in the face's own page. */
const inFace = (script: string): Promise<unknown> =>
  face.evaluate(
    ({ webContents }, wanted) =>
      webContents
        .getAllWebContents()
        .find((one) => one.getURL().startsWith('https://madoguchi'))
        ?.executeJavaScript(wanted),
    script,
  );

/** Of the site's page: its title, or an address that it is to go to. */
const site = (what: 'title' | `https://${string}`): Promise<unknown> =>
  face.evaluate(({ webContents }, wanted) => {
    const page = webContents
      .getAllWebContents()
      .find((one) => one.getURL().startsWith('https://portal.hokuto.example'));
    if (wanted === 'title') return page?.getTitle();
    page?.loadURL(wanted).catch(() => undefined);
    return page !== undefined;
  }, what);

/** The titles of every window on the display, whoever opened it. */
function windowsShown(): string[] {
  const environment = { ...process.env, ...institution.ground.environment };
  const tree = execFileSync('xwininfo', ['-root', '-tree'], { env: environment, encoding: 'utf8' });
  return [...tree.matchAll(/^\s*0x[0-9a-f]+ "([^"]*)"/gm)].map(([, title]) => title ?? '');
}

describe("the system's print dialog (I9)", () => {
  it.each(Object.keys(ways))('is not reached by %s', async (way) => {
    expect(await site(`${portal}/${encodeURIComponent(way)}`)).toBe(true);
    // A page that reached the dialog stands still until somebody closes it.
    await vi.waitFor(async () => expect(await site('title')).toBe('native false'), patience);
    expect(windowsShown()).not.toContain('Print');
  });
});

describe('a page of several documents', () => {
  /** Runs `script` in the site's frame as if a person had pressed there. */
  const inFrame = (script: string): Promise<unknown> =>
    face.evaluate(
      ({ webContents }, wanted) =>
        webContents
          .getAllWebContents()
          .find((one) => one.getURL().startsWith('https://portal.hokuto.example'))
          ?.mainFrame.frames[0]?.executeJavaScript(wanted, true),
      script,
    );
  const wish = () =>
    inFace(`madoguchi.call('desk.state', {}).then(({ value }) => value.sites[0]?.wish?.kind)`);
  const given = () => inFrame(`document.querySelector('#file').files[0]?.name`);

  it.each([
    'a frame of another site',
    'a frame of its own site',
    'a frame that is given its text',
    'a frame of a blob',
  ])("gets files for %s by the face's own dialog, never by the system's", async (way) => {
    const folder = join(institution.demonstration.folder, 'lab-run', 'sessions');
    const [session = ''] = readdirSync(folder).filter((name) => !name.startsWith('.'));
    writeFileSync(join(folder, session, 'essay.txt'), 'draft');
    await site(`${portal}/${encodeURIComponent(way)}`);
    await vi.waitFor(async () => expect(await site('title')).toBe('native false'), patience);
    await vi.waitFor(async () => expect(await wish()).toBe('print'), patience);
    const before = windowsShown().length;
    expect(await inFrame(`document.querySelector('#file').click(); true`)).toBe(true);
    await vi.waitFor(async () => expect(await wish()).toBe('files'), patience);
    expect(windowsShown()).toHaveLength(before);
    await inFace(
      `madoguchi.call('desk.state', {}).then(({ value }) => madoguchi.call('desk.choose', { siteId: value.shown, names: ['essay.txt'] }))`,
    );
    await vi.waitFor(async () => expect(await given()).toBe('essay.txt'), patience);
  });

  it('may close itself, or lose its process, and the face goes on', async () => {
    const way = `${portal}/${encodeURIComponent('a frame of another site')}` as const;
    await site(way);
    await vi.waitFor(async () => expect(await site('title')).toBe('native false'), patience);
    await face.evaluate(({ webContents }) => {
      webContents
        .getAllWebContents()
        .find((one) => one.getURL().startsWith('https://portal'))
        ?.forcefullyCrashRenderer();
    }, null);
    await vi.waitFor(
      async () =>
        expect(
          await inFace(`madoguchi.call('desk.state', {}).then(({ value }) => value.sites[0]?.notice?.kind)`),
        ).toBe('failed'),
      patience,
    );
    await site(way);
    await vi.waitFor(async () => expect(await site('title')).toBe('native false'), patience);
    await face.evaluate(({ webContents }) => {
      const page = webContents.getAllWebContents().find((one) => one.getURL().startsWith('https://portal'));
      page?.close();
    }, null);
    await vi.waitFor(
      async () =>
        expect(await inFace(`madoguchi.call('desk.state', {}).then(({ value }) => value.sites.length)`)).toBe(
          0,
        ),
      patience,
    );
  });
});

/** Everything that has a name looked up without being a request of the page. */
const lookUps = (tag: string) => `(async () => {
  const name = (what) => 'https://' + what + '.${tag}.foreign.test';
  const put = (tag, properties, into = document) => {
    const made = Object.assign(into.createElement(tag), properties);
    (into.body ?? into.documentElement).append(made);
    return made;
  };
  for (const rel of ['dns-prefetch', 'preconnect', 'prerender', 'prefetch', 'modulepreload']) {
    put('link', { rel, href: name(rel) });
  }
  put('meta', { httpEquiv: 'x-dns-prefetch-control', content: 'on' });
  put('a', { href: name('anchor'), textContent: 'anchor' });
  const inside = put('iframe', {}).contentDocument;
  put('meta', { httpEquiv: 'x-dns-prefetch-control', content: 'on' }, inside);
  put('link', { rel: 'dns-prefetch', href: name('empty-document') }, inside);
  put('a', { href: name('anchor-inside') }, inside);
  put('a', { href: '#here', ping: name('ping') }).click();
  navigator.sendBeacon(name('beacon'), 'x');
  const rules = ['prefetch', 'prerender'].map((kind) => [kind, [{ source: 'list', urls: [name('rule-' + kind) + '/'] }]]);
  try { put('script', { type: 'speculationrules', textContent: JSON.stringify(Object.fromEntries(rules)) }); } catch {}
  fetch(name('fetch')).catch(() => undefined);
  try { new WebSocket(name('socket').replace('https', 'wss')); } catch {}
  const peer = new RTCPeerConnection({ iceServers: [
    { urls: 'stun:' + name('stun').slice(8) },
    { urls: 'turn:' + name('turn').slice(8) + '?transport=tcp', username: 'a', credential: 'b' },
  ] });
  peer.createDataChannel('way');
  await peer.setLocalDescription(await peer.createOffer());
  if (typeof WebTransport !== 'undefined') new WebTransport(name('transport') + ':4433').ready.catch(() => undefined);
  await fetch('/again').catch(() => undefined);
})().then(() => null, String)`;

describe('a name that a page has looked up', () => {
  /** The hosts below `foreign.test` that Chromium's resolver was asked for, by its own record. */
  const lookedUp = (free: string, held: string, own: string): Promise<unknown> =>
    face.evaluate(
      async ({ app, BrowserWindow, netLog, webContents }, scripts) => {
        const files = process.mainModule?.require('node:fs') as typeof import('node:fs');
        const file = `${app.getPath('temp')}/resolver-${Date.now()}.json`;
        await netLog.startLogging(file, { captureMode: 'everything' });
        const find = (start: string) =>
          webContents.getAllWebContents().find((one) => one.getURL().startsWith(start));
        await find('https://portal')?.executeJavaScript(scripts.held, true);
        await find('https://madoguchi')?.executeJavaScript(scripts.own, true);
        // A page like any other: what the face tells Chromium about looking up ahead of time is not told to its process.
        const told = app.commandLine.getSwitchValue('blink-settings');
        app.commandLine.removeSwitch('blink-settings');
        const window = new BrowserWindow({ show: false, webPreferences: { partition: 'free' } });
        await window.loadURL('data:text/html,<title>free</title>');
        app.commandLine.appendSwitch('blink-settings', told);
        await window.webContents.executeJavaScript(scripts.free, true);
        window.destroy();
        await netLog.stopLogging();
        const text = files.readFileSync(file, 'utf8');
        files.rmSync(file);
        const { constants, events } = JSON.parse(text) as {
          constants: { logEventTypes: Record<string, number> };
          events: { type: number; params?: { host?: string } }[];
        };
        const asked = constants.logEventTypes.HOST_RESOLVER_MANAGER_REQUEST;
        const hosts = events.flatMap(({ type, params }) => (type === asked ? [String(params?.host)] : []));
        return [
          ...new Set(hosts.flatMap((host) => /[a-z-]+\.[a-z]+\.foreign\.test/.exec(host) ?? [])),
        ].sort();
      },
      { free, held, own },
    );

  it("is within the tile's hosts: neither a site nor the face's own page has any other looked up", async () => {
    await vi.waitFor(async () => {
      const names = (await lookedUp(lookUps('free'), lookUps('held'), lookUps('own'))) as string[];
      expect(names.filter((name) => name.includes('.held.'))).toEqual([]);
      const ahead = ['dns-prefetch', 'empty-document', 'anchor', 'preconnect'];
      expect(names.filter((name) => ahead.some((what) => name === `${what}.own.foreign.test`))).toEqual([]);
      // The record is real, and so is what holds them: a page that neither is told to is in it.
      expect(names).toEqual(
        expect.arrayContaining(
          ['dns-prefetch', 'empty-document', 'fetch'].map((what) => `${what}.free.foreign.test`),
        ),
      );
    }, patience);
  });
});

describe('the watch over the display', () => {
  // At the end: the dialog stays until the face is closed.
  it("sees the system's print dialog where a page is not held", async () => {
    await face.evaluate(({ BrowserWindow }) => {
      const window = new BrowserWindow({ webPreferences: { partition: 'free' } });
      void window.loadURL(`data:text/html,<script>onload = () => setTimeout(() => print())</script>`);
    }, null);
    await vi.waitFor(() => expect(windowsShown()).toContain('Print'), patience);
  });
});
