import { randomUUID } from 'node:crypto';
import { BrowserView, type BrowserWindow, type Rectangle, type Session } from 'electron';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { LocalizedText } from '../../../preload/contract/models/base.ts';
import type { DeskNotice, DeskSite, SiteWish } from '../../../preload/contract/models/desk.ts';
import { lockedPreferences } from '../locked-preferences.ts';
import { givenFiles } from './given-files.ts';
import { guardSite, type SiteGuard } from './site-guard.ts';
import { siteKey } from './site-keys.ts';
import { hostOf, type OriginRule } from './site-origins.ts';
import { printSite, saveSite } from './site-printing.ts';

/** Chromium's codes (net_error_list.h): a load that another one replaced, and one that the origins' rule stopped. */
const aborted = -3;
const blockedByClient = -20;
const blank = 'about:blank';
/** How long after an answer a page's next wish is not heard. */
const quietMs = 3000;

/** What a tile allows its sites. */
export interface SiteRules {
  readonly tileId: string;
  readonly label: LocalizedText;
  readonly session: Session;
  /** Rejects where the session can't be shut in: then nothing is loaded. */
  readonly ready: () => Promise<void>;
  readonly allows: OriginRule;
  readonly printing: boolean;
  /** The session's folder: what a site is given comes from there, and what is saved of it goes there. */
  readonly folder: string;
}

export interface SiteView {
  readonly id: string;
  readonly rules: SiteRules;
  describe(): DeskSite;
  /** The id that its downloads and its input carry. */
  readonly contentsId: number;
  place(window: BrowserWindow, area: Rectangle): void;
  hide(window: BrowserWindow): void;
  focus(): void;
  back(): void;
  forward(): void;
  reload(): void;
  /** Asks the person how the page is to be printed. */
  print(): void;
  /** Prints it on a printer, or without one into a file of the session's folder. */
  printOn(printer: string | null): Promise<Result<{ readonly name: string | null }>>;
  /** Gives the page's file field these files of the session's folder; none at all is a no to whatever it asked. */
  give(names: readonly string[]): Promise<Result<Record<string, never>>>;
  notify(notice: DeskNotice): void;
  /** Closes it at once: a page that asks whether to leave is not heard. */
  close(window: BrowserWindow): void;
}

export interface SiteEvents {
  readonly onChange: () => void;
  readonly onInput: () => void;
  /** The page wants a second window, within the rules. */
  readonly onWindow: (url: string) => void;
  /** The person's keys for the window's own bar, and for closing the site. */
  readonly onKey: (key: 'bar' | 'close') => void;
}

/** Opens one page of a site in a view without any way to the face: no preload, sandboxed, within its tile's origins. */
export function openSiteView(url: string, rules: SiteRules, events: SiteEvents): SiteView {
  const view = new BrowserView({
    // The pickers of the File System Access API are the system's own dialogs.
    webPreferences: { ...lockedPreferences(rules.session), disableBlinkFeatures: 'FileSystemAccessLocal' },
  });
  const { webContents: contents } = view;
  // What browsers paint behind a page that names no colour: without it, dark windows would make such pages unreadable.
  view.setBackgroundColor('#ffffff');
  const id = randomUUID();
  let notice: DeskNotice | null = null;
  let wish: SiteWish | null = null;
  let guard: SiteGuard | null = null;
  let begun = false;
  let answeredMs = Number.NEGATIVE_INFINITY;
  const setWish = (asked: SiteWish | null) => {
    if (asked === null && wish !== null) answeredMs = performance.now();
    wish = asked;
    events.onChange();
  };
  /** A page that asks again and again leaves time to close it. */
  const pageAsks = (asked: SiteWish) => {
    if (performance.now() - answeredMs > quietMs) setWish(asked);
  };
  const notify = (told: DeskNotice) => {
    notice = told;
    events.onChange();
  };
  const refuseOther = (event: { preventDefault(): void }, to: string, tell: boolean) => {
    if (rules.allows(to)) return;
    event.preventDefault();
    if (tell) notify({ kind: 'address', host: hostOf(to) });
  };
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler((details) => {
    if (rules.allows(details.url)) events.onWindow(details.url);
    else notify({ kind: 'window', host: hostOf(details.url) });
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event, to) => refuseOther(event, to, true));
  contents.on('will-redirect', (event, to, _inPlace, isMainFrame) => refuseOther(event, to, isMainFrame));
  contents.on('will-frame-navigate', (event) => refuseOther(event, event.url, event.isMainFrame));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
  contents.on('devtools-opened', () => contents.closeDevTools());
  contents.on('did-start-navigation', (_event, _url, isInPlace, isMainFrame) => {
    if (isMainFrame && !isInPlace) [notice, wish] = [null, null];
  });
  contents.on('did-fail-load', (_event, code, _description, failedUrl, isMainFrame) => {
    if (!isMainFrame || code === aborted) return;
    notify({ kind: code === blockedByClient ? 'address' : 'failed', host: hostOf(failedUrl) });
  });
  contents.on('render-process-gone', () => notify({ kind: 'failed', host: hostOf(contents.getURL()) }));
  for (const change of ['did-start-loading', 'did-stop-loading', 'did-navigate-in-page'] as const) {
    contents.on(change as 'did-stop-loading', events.onChange);
  }
  contents.on('did-navigate', (_event, to) => {
    // The blank page on which the guard was set up is none to go back to.
    if (!begun && to !== blank) contents.clearHistory();
    begun ||= to !== blank;
    events.onChange();
  });
  contents.on('page-title-updated', events.onChange);
  // A page may close itself.
  contents.on('destroyed', () => setImmediate(events.onKey, 'close'));
  contents.on('before-input-event', (event, input) => {
    events.onInput();
    if (event.defaultPrevented) return; // the kiosk has dealt with it
    const key = siteKey(input, process.platform);
    if (key === null) return;
    event.preventDefault();
    if (input.type === 'keyDown') press(key);
  });
  // Pointers: newer Electron only; elsewhere a page's pointer is heard of through the system's idle time.
  contents.on('input-event' as 'did-stop-loading', events.onInput);

  const press = (key: NonNullable<ReturnType<typeof siteKey>>) => {
    switch (key) {
      case 'back':
        return site.back();
      case 'forward':
        return site.forward();
      case 'reload':
        return site.reload();
      case 'print':
        return site.print();
      case 'larger':
      case 'smaller':
        return contents.setZoomLevel(
          Math.max(-3, Math.min(6, contents.getZoomLevel() + (key === 'larger' ? 1 : -1))),
        );
      case 'normal-size':
        return contents.setZoomLevel(0);
      case 'bar':
      case 'close':
        return events.onKey(key);
    }
  };
  const isAlive = () => !contents.isDestroyed();
  const shownAddress = () => {
    const shown = contents.getURL();
    return shown === '' || shown === blank ? url : shown;
  };
  const site: SiteView = {
    id,
    rules,
    contentsId: contents.id,
    notify,
    describe: () => ({
      id,
      tileId: rules.tileId,
      label: rules.label,
      host: isAlive() ? hostOf(shownAddress()) : '',
      title: isAlive() && begun ? contents.getTitle().slice(0, 200) : '',
      loading: isAlive() && contents.isLoading(),
      canGoBack: isAlive() && contents.canGoBack(),
      canGoForward: isAlive() && contents.canGoForward(),
      printing: rules.printing,
      notice,
      wish,
    }),
    place(window, area) {
      if (!window.getBrowserViews().includes(view)) window.addBrowserView(view);
      view.setBounds(area);
    },
    hide(window) {
      if (!window.isDestroyed() && isAlive()) window.removeBrowserView(view);
    },
    focus: () => {
      if (isAlive()) contents.focus();
    },
    back: () => contents.goBack(),
    forward: () => contents.goForward(),
    reload: () => contents.reload(),
    print() {
      if (rules.printing) setWish({ kind: 'print' });
    },
    async printOn(printer) {
      setWish(null);
      if (!rules.printing || !isAlive()) return refuse('guide/not-printed');
      return printer === null ? saveSite(contents, rules.folder) : printSite(contents, printer);
    },
    async give(names) {
      setWish(null);
      const paths = givenFiles(rules.folder, names);
      if (paths === null) return refuse('call/bad-input');
      if (paths.length > 0) await guard?.giveFiles(paths);
      return ok({});
    },
    close(window) {
      site.hide(window);
      if (isAlive()) contents.close({ waitForBeforeUnload: false });
    },
  };
  guardSite(contents, {
    onPrint: () => {
      if (rules.printing) pageAsks({ kind: 'print' });
    },
    onFiles: (multiple) => pageAsks({ kind: 'files', multiple }),
    onLost: () => events.onKey('close'),
  })
    .then(async (set) => {
      await rules.ready();
      guard = set;
      await contents.loadURL(url).catch(() => undefined); // told by did-fail-load
    })
    .catch(() => notify({ kind: 'failed', host: hostOf(url) }));
  return site;
}
