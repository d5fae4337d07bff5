import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { procedureNames, procedures } from '../../preload/contract/procedures.ts';
import {
  callFromPage,
  type Institution,
  type OpenWindow,
  pictureOnFailure,
  startInstitution,
} from './institution.ts';

let institution: Institution;
let lab: OpenWindow;
beforeAll(async () => {
  institution = await startInstitution(['lab']);
  lab = await institution.open('lab');
});
beforeEach(() => pictureOnFailure(lab));
afterAll(() => institution?.stop());

describe('a compromised renderer (I9)', () => {
  it('is refused everything that its surface does not offer', async () => {
    const elsewhere = procedureNames.filter((name) => {
      const { surface } = procedures[name];
      return surface !== 'every' && !(surface as readonly string[]).includes('lab');
    });
    expect(elsewhere.length).toBeGreaterThan(10);
    for (const name of elsewhere) {
      expect(await callFromPage(lab.page, name, {})).toEqual({ ok: false, code: 'call/not-offered-here' });
    }
  });

  it.each([
    ['no.such.procedure', {}, 'call/unknown-procedure'],
    ['__proto__', {}, 'call/unknown-procedure'],
    ['constructor', {}, 'call/unknown-procedure'],
    [7, {}, 'call/unknown-procedure'],
    ['lab.signIn', {}, 'call/bad-input'],
    ['lab.signIn', { login: 'a', password: 'b', surface: 'counter' }, 'call/bad-input'],
    ['lab.signIn', { login: 'a'.repeat(200), password: 'b' }, 'call/bad-input'],
    ['lab.signIn', 'text', 'call/bad-input'],
    ['lab.signIn', null, 'call/bad-input'],
  ])('gets a code for %j with %j', async (name, input, code) => {
    expect(await callFromPage(lab.page, name, input)).toEqual({ ok: false, code });
  });

  it('is slowed to what a person could do', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => callFromPage(lab.page, 'lab.exemption', {})),
    );
    expect(answers.filter((answer) => answer.code === 'call/flood').length).toBeGreaterThan(100);
    expect(answers.some((answer) => answer.ok)).toBe(true);
  });

  it('finds nothing of Node or Electron, and a bridge of three functions that it cannot change', async () => {
    const found = await lab.page.evaluate(() => {
      const page = window as unknown as Record<string, unknown>;
      const bridge = page.madoguchi as Record<string, unknown>;
      try {
        bridge.call = () => 'mine';
      } catch {
        // frozen: what we want
      }
      return {
        names: Object.keys(bridge).sort(),
        replaced: String(bridge.call).includes('mine'),
        node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
          (name) => name in page,
        ),
      };
    });
    expect(found).toEqual({ names: ['call', 'on', 'onConnection'], replaced: false, node: [] });
  });

  it('can neither fetch, navigate, open windows, run text as code, frame, nor get a permission', async () => {
    const tried = await lab.page.evaluate(async () => {
      const outcome: Record<string, string> = {};
      const attempt = async (name: string, work: () => unknown) => {
        try {
          outcome[name] = String(await work());
        } catch {
          outcome[name] = 'refused';
        }
      };
      await attempt('fetch', async () => (await fetch('https://example.org/')).status);
      await attempt('fetch of its own origin', async () => (await fetch('/index.html')).status);
      // In a task of its own: the debugger that drives this page may evaluate text, the page may not.
      await attempt(
        'eval',
        () =>
          new Promise((resolve, reject) => {
            setTimeout(() => {
              try {
                resolve(new Function('return 1')());
              } catch (error) {
                reject(error);
              }
            });
          }),
      );
      await attempt('markup', () => {
        document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
        return 'inserted';
      });
      await attempt('window', () => window.open('https://example.org/'));
      await attempt('camera', async () => navigator.mediaDevices.getUserMedia({ video: true }));
      await attempt('clipboard', async () => navigator.clipboard.readText());
      await attempt('notification', async () => Notification.requestPermission());
      await attempt('frame', () => {
        const frame = document.createElement('iframe');
        frame.src = 'https://example.org/';
        document.body.append(frame);
        const reached = frame.contentDocument?.location.href ?? 'none';
        frame.remove();
        return reached;
      });
      return outcome;
    });
    expect(tried).toEqual({
      fetch: 'refused',
      'fetch of its own origin': 'refused',
      eval: 'refused',
      markup: 'refused',
      window: 'null',
      camera: 'refused',
      clipboard: 'refused',
      notification: 'denied',
      frame: expect.stringMatching(/^(none|about:blank)$/),
    });
    await lab.page.evaluate(() => {
      window.location.href = 'https://example.org/';
    });
    await lab.page.evaluate(() => {
      window.location.href = 'file:///etc/passwd';
    });
    expect(lab.page.url()).toBe('https://madoguchi.hokuto.example/');
    expect(lab.application.windows()).toHaveLength(1);
  });

  it('gets no file by any path but those of the build', async () => {
    const answers = await lab.application.evaluate(async ({ session }) => {
      const face = session.fromPartition('face', { cache: false });
      const ask = async (url: string) => {
        try {
          return (await face.fetch(url)).status;
        } catch {
          return 0;
        }
      };
      const origin = 'https://madoguchi.hokuto.example';
      return Promise.all(
        [
          '/',
          '/../main/index.cjs',
          '/..%2fmain%2findex.cjs',
          '/%2e%2e/package.json',
          '/index.html%00.js',
          '//etc/passwd',
        ].map((path) => ask(`${origin}${path}`)),
      );
    });
    expect(answers[0]).toBe(200);
    for (const status of answers.slice(1)) expect([0, 403, 404]).toContain(status);
  });
});
