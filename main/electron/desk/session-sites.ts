import type { BrowserWindow, Session } from 'electron';
import { ok, type Result, refuse } from '../../../preload/contract/errors.ts';
import type { DeskSite, SiteAct } from '../../../preload/contract/models/desk.ts';
import type { LabLaunch } from '../../../preload/contract/models/lab.ts';
import type { SessionDownloads } from './session-downloads.ts';
import { originRule } from './site-origins.ts';
import { emptySiteSession, openSiteSession } from './site-session.ts';
import { openSiteView, type SiteRules, type SiteView } from './site-view.ts';

export type SiteLaunch = Extract<LabLaunch, { kind: 'site' }>;

const mostSites = 20;

export interface SessionSites {
  open(launch: SiteLaunch): Result<Record<string, never>>;
  act(siteId: string, act: SiteAct): void;
  /** Where a site may be painted, as the page measured it; `covered` while a dialog needs the whole window. */
  place(top: number, covered: boolean): void;
  /** While the person keeps their place, no site is to be seen. */
  lock(locked: boolean): void;
  /** Prints a site's page; refuses where there is no such site. */
  print(siteId: string, printer: string | null): Promise<Result<{ readonly name: string | null }>>;
  give(siteId: string, names: readonly string[]): Promise<Result<Record<string, never>>>;
  describe(): { readonly sites: readonly DeskSite[]; readonly shown: string | null };
  /** Closes every site at once, and takes out of their sessions whatever they hold. */
  end(): void;
}

/**
 * The sites of the session, in the face's own window below its bar, so that the time that is left, the warnings and the
 * way out stay in sight. Each tile has one browser session for as long as the lab session lasts.
 */
export function createSessionSites(options: {
  readonly window: BrowserWindow;
  readonly downloads: SessionDownloads;
  readonly onChange: () => void;
  readonly onInput: () => void;
}): SessionSites {
  const { window, downloads } = options;
  const sites = new Map<string, SiteView>();
  const tiles = new Map<string, { readonly rules: SiteRules; readonly session: Session }>();
  let shown: string | null = null;
  let top = 0;
  let covered = false;
  let locked = false;

  const arrange = () => {
    if (window.isDestroyed()) return;
    for (const site of sites.values()) {
      if (site.id !== shown || covered || locked) site.hide(window);
    }
    const site = shown === null ? undefined : sites.get(shown);
    if (site === undefined || covered || locked) return;
    const { width, height } = window.getContentBounds();
    const below = Math.min(height, Math.ceil(top * window.webContents.getZoomFactor()));
    site.place(window, { x: 0, y: below, width, height: height - below });
  };
  const show = (site: SiteView | null) => {
    shown = site?.id ?? null;
    arrange();
    if (site !== null && !covered && !locked) site.focus();
    else window.webContents.focus();
    options.onChange();
  };
  const close = (site: SiteView) => {
    if (window.isDestroyed()) return;
    const wasShown = shown === site.id;
    sites.delete(site.id);
    site.close(window);
    if (wasShown)
      show([...sites.values()].findLast(({ rules }) => rules.tileId === site.rules.tileId) ?? null);
    else options.onChange();
  };
  const add = (url: string, rules: SiteRules): boolean => {
    if (sites.size >= mostSites) return false;
    const site = openSiteView(url, rules, {
      onChange: options.onChange,
      onInput: options.onInput,
      onWindow: (wanted) => {
        if (!add(wanted, rules)) site.notify({ kind: 'window', host: '' });
      },
      onKey: (key) => {
        if (key === 'close') close(site);
        else window.webContents.focus();
      },
    });
    sites.set(site.id, site);
    show(site);
    return true;
  };
  const rulesFor = (launch: SiteLaunch): SiteRules => {
    const known = tiles.get(launch.id);
    if (known !== undefined) return known.rules;
    const allows = originRule(launch.origins);
    const { session, ready } = openSiteSession(allows, launch.origins, window.webContents.session);
    const rules: SiteRules = {
      tileId: launch.id,
      label: launch.label,
      session,
      ready,
      allows,
      printing: launch.printing,
      folder: launch.folder,
    };
    session.on('will-download', (event, item, contents) => {
      const site = [...sites.values()].find(({ contentsId }) => contentsId === contents?.id);
      const allowed = launch.downloads && item.getURLChain().every((url) => allows(url) || isInline(url));
      if (!allowed || !downloads.take(item, launch.folder)) {
        event.preventDefault();
        site?.notify({ kind: 'download', host: '' });
        return;
      }
      // A window that was opened for nothing but this download has no page to show.
      if (site !== undefined && isBlank(contents.getURL()) && sites.size > 1) close(site);
    });
    tiles.set(launch.id, { rules, session });
    return rules;
  };
  window.on('resize', arrange);

  return {
    open(launch) {
      const open = [...sites.values()].find(({ rules }) => rules.tileId === launch.id);
      if (open !== undefined) show(open);
      else {
        const rules = rulesFor(launch);
        if (!rules.allows(launch.start) || !add(launch.start, rules)) return refuse('lab/site-failed');
      }
      return ok({});
    },
    act(siteId, act) {
      const site = sites.get(siteId);
      if (site === undefined || locked) return;
      switch (act) {
        case 'show':
          return show(site);
        case 'hide':
          return show(null);
        case 'close':
          return close(site);
        default:
          return site[act]();
      }
    },
    async print(siteId, printer) {
      const site = sites.get(siteId);
      return site === undefined || locked ? refuse('guide/not-printed') : site.printOn(printer);
    },
    async give(siteId, names) {
      const site = sites.get(siteId);
      return site === undefined || locked ? ok({}) : site.give(names);
    },
    place(measured, isCovered) {
      const covers = isCovered && !covered;
      const uncovers = covered && !isCovered;
      top = measured;
      covered = isCovered;
      arrange();
      // A site that is taken away takes the keyboard with it: a dialog that the site's own key opened would hear no key.
      if (covers && shown !== null) window.webContents.focus();
      if (uncovers && shown !== null) sites.get(shown)?.focus();
    },
    lock(isLocked) {
      const unlocks = locked && !isLocked;
      locked = isLocked;
      arrange();
      if (locked) window.webContents.focus();
      else if (unlocks && !covered && shown !== null) sites.get(shown)?.focus();
    },
    describe: () => ({ sites: [...sites.values()].map((site) => site.describe()), shown }),
    end() {
      shown = null;
      covered = false;
      locked = false;
      for (const site of sites.values()) site.close(window);
      sites.clear();
      for (const { session } of tiles.values()) {
        session.removeAllListeners('will-download');
        void emptySiteSession(session);
      }
      tiles.clear();
      if (!window.isDestroyed()) window.webContents.focus();
    },
  };
}

function isBlank(url: string): boolean {
  return url === '' || url === 'about:blank';
}

/** What a page makes up itself: its own document's data. */
function isInline(url: string): boolean {
  return url.startsWith('data:');
}
