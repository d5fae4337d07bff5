import { BrowserView, type BrowserWindow, type Session } from 'electron';
import { ok, type Result, refuse } from '../../preload/contract/errors.ts';
import type { ProviderPage } from '../../preload/contract/models/second-factor.ts';
import type { FaceAnswers } from './call-channel.ts';
import { guardSite } from './desk/site-guard.ts';
import { emptySiteSession, openSiteSession } from './desk/site-session.ts';
import { lockedPreferences } from './locked-preferences.ts';

/** Without a key or a pointer for so long it closes: who walked off leaves no half-finished sign-in to the next person. */
const idleMs = 120_000;
const longestMs = 300_000;
/** Height of the page's own bar above it, in CSS pixels: what this is, and the way out. */
const barPixels = 96;

interface OpenPage {
  readonly view: BrowserView;
  readonly session: Session;
  readonly stop: () => void;
}

export interface ProviderSignIns {
  readonly answers: FaceAnswers;
  close(): void;
}

/**
 * The provider's own sign-in page, inside the face's window so that the kiosk stays shut around it: in a browser session
 * of its own in memory, without preload, permissions or downloads, and going nowhere but to the origins that the agent
 * named. The address that ends it is never loaded: the agent gets it, and the page is gone before it answers.
 */
export function createProviderSignIns(options: {
  readonly window: BrowserWindow;
  /** Asks the agent. */
  readonly ask: (name: string, input: unknown) => Promise<Result<unknown>>;
  readonly tell: (state: {
    readonly open: boolean;
    readonly refusal: { readonly code: string } | null;
  }) => void;
}): ProviderSignIns {
  const { window } = options;
  let open: OpenPage | null = null;

  const close = (): boolean => {
    if (open === null) return false;
    const { view, session, stop } = open;
    open = null;
    stop();
    if (!window.isDestroyed()) {
      window.removeBrowserView(view);
      window.webContents.focus();
    }
    if (!view.webContents.isDestroyed()) view.webContents.close({ waitForBeforeUnload: false });
    void emptySiteSession(session);
    return true;
  };
  const giveUp = (code: 'factor/window-closed' | 'factor/unavailable') => {
    if (close()) options.tell({ open: false, refusal: { code } });
  };
  const finish = async (callback: string) => {
    if (!close()) return;
    const answer = await options.ask('lab.finishProvider', { callback });
    options.tell({ open: false, refusal: answer.ok ? null : answer.refusal });
  };

  const show = (page: ProviderPage) => {
    close();
    // The callback is outside: asking for it is how a page ends, whoever asks, and nothing is sent there.
    const rule = (url: string) => {
      if (isCallback(url, page)) {
        void finish(url);
        return false;
      }
      return isWithin(url, page.origins);
    };
    const { session, ready } = openSiteSession(rule, page.origins, window.webContents.session);
    session.on('will-download', (event) => event.preventDefault());
    const view = new BrowserView({
      webPreferences: { ...lockedPreferences(session), disableBlinkFeatures: 'FileSystemAccessLocal' },
    });
    view.setBackgroundColor('#ffffff'); // a page without a colour of its own would let this window show through
    const { webContents: contents } = view;
    let idle = setTimeout(() => giveUp('factor/window-closed'), idleMs);
    const end = setTimeout(() => giveUp('factor/window-closed'), longestMs);
    const touched = () => {
      clearTimeout(idle);
      idle = setTimeout(() => giveUp('factor/window-closed'), idleMs);
    };
    const arrange = () => {
      if (window.isDestroyed()) return;
      const { width, height } = window.getContentBounds();
      const bar = Math.ceil(barPixels * window.webContents.getZoomFactor());
      view.setBounds({ x: 0, y: bar, width, height: Math.max(0, height - bar) });
    };
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    const judge = (event: { preventDefault(): void }, url: string) => {
      if (isWithin(url, page.origins)) return;
      event.preventDefault();
      if (isCallback(url, page)) void finish(url);
    };
    contents.on('will-navigate', judge);
    contents.on('will-redirect', judge);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-prevent-unload', (event) => event.preventDefault());
    contents.on('devtools-opened', () => contents.closeDevTools());
    contents.on('before-input-event', (event, input) => {
      touched();
      if (input.type !== 'keyDown' || (input.key !== 'Escape' && input.key !== 'F6')) return;
      event.preventDefault();
      // F6 leads to the window's own bar, as it does from every site, so that nobody is caught in the page.
      if (input.key === 'F6') window.webContents.focus();
      else giveUp('factor/window-closed');
    });
    contents.on('did-navigate', touched);
    contents.on('render-process-gone', () => giveUp('factor/unavailable'));
    contents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
      // Aborted and blocked loads are the callback, and what the page had no business with.
      if (isMainFrame && code !== -3 && code !== -20) giveUp('factor/unavailable');
    });
    window.on('resize', arrange);
    open = {
      view,
      session,
      stop() {
        clearTimeout(idle);
        clearTimeout(end);
        if (!window.isDestroyed()) window.off('resize', arrange);
      },
    };
    window.addBrowserView(view);
    arrange();
    options.tell({ open: true, refusal: null });
    const begin = async () => {
      // It has no business with the system's dialogs: what it asks of them is not answered.
      const nothing = () => undefined;
      const lost = () => giveUp('factor/unavailable');
      await guardSite(contents, { onPrint: nothing, onFiles: nothing, onLost: lost });
      await ready();
      if (open?.view === view) await contents.loadURL(page.start).catch(() => undefined); // told by did-fail-load
    };
    begin().catch(() => {
      if (open?.view === view) giveUp('factor/unavailable');
    });
    contents.focus();
  };

  const giveKeyboard = (): Result<unknown> => {
    if (open === null) return refuse('factor/window-closed');
    open.view.webContents.focus();
    return ok({});
  };

  const openPage = async (): Promise<Result<unknown>> => {
    const answer = await options.ask('lab.openProvider', {});
    if (!answer.ok) return answer;
    const page = readPage(answer.value);
    if (page === null || window.isDestroyed()) return refuse('factor/unavailable');
    show(page);
    return ok(page);
  };

  return {
    answers(name) {
      if (name === 'lab.openProvider') return openPage();
      // The page has no word in how its sign-in ended: only the address that this face saw counts.
      if (name === 'lab.finishProvider') return Promise.resolve(refuse('call/not-offered-here'));
      if (name === 'lab.showProvider') return Promise.resolve(giveKeyboard());
      if (name !== 'lab.closeProvider') return null;
      giveUp('factor/window-closed');
      return Promise.resolve(ok({}));
    },
    close: () => void close(),
  };
}

/** The agent's answer, looked at again: the face opens nothing that isn't of this shape. */
function readPage(value: unknown): ProviderPage | null {
  if (typeof value !== 'object' || value === null) return null;
  const { start, origins, callback } = value as Partial<Record<string, unknown>>;
  if (typeof start !== 'string' || typeof callback !== 'string' || !Array.isArray(origins)) return null;
  if (!callback.startsWith('https://') || !origins.every((origin) => typeof origin === 'string')) return null;
  const page = { start, origins: origins as string[], callback };
  return isWithin(start, page.origins) ? page : null;
}

function isCallback(url: string, { callback }: ProviderPage): boolean {
  return url === callback || url.startsWith(`${callback}?`);
}

/** Https to a named origin or below `https://*.host`; http only where the agent named that very origin (trials). */
function isWithin(url: string, origins: readonly string[]): boolean {
  const parsed = parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return false;
  return origins.some((origin) => {
    if (!origin.startsWith('https://*.')) return parsed.origin === origin;
    const below = new URL(origin.replace('://*.', '://'));
    return (
      parsed.protocol === 'https:' &&
      parsed.port === below.port &&
      parsed.hostname.endsWith(`.${below.hostname}`)
    );
  });
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
