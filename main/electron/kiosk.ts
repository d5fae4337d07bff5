import { app, type BrowserWindow, powerMonitor, type Session, screen, shell } from 'electron';
import type { KioskAid, KioskFront, KioskWindow } from '../../preload/contract/models/kiosk.ts';
import { createKioskAids } from './kiosk-aids.ts';
import { createKioskCovers } from './kiosk-covers.ts';
import { fillScreen } from './kiosk-filling.ts';
import { guardPages, guardWindow } from './kiosk-guard.ts';
import { judgePosture } from './kiosk-posture.ts';
import { type KioskStage, kioskRules, mainArea, type Screen, sameArea, stageOf } from './kiosk-rules.ts';
import { createKioskShortcuts } from './kiosk-shortcuts.ts';
import { createKioskStrip } from './kiosk-strip.ts';
import { openCoverWindow } from './kiosk-window.ts';

/** The face's hold on the screens. What it decides follows from what the agent said and which screens there are. */
export interface Kiosk {
  /** Holds the screens with this window as the one in front. */
  hold(window: BrowserWindow): void;
  /** Lets programs and sites of the session that the agent named be in front, or no longer. */
  yield(): void;
  cover(): void;
  /** What the agent told: an event, or the answer to a question of the face's own. */
  heardExit(exit: unknown): void;
  heardSession(session: unknown): void;
  /** What a page may know of it. */
  view(): KioskWindow;
  startAid(aid: unknown): boolean;
  /** While programs of a session run: what of the two is in front. */
  bring(front: KioskFront): void;
}

interface ToldSession {
  readonly tiles: readonly unknown[];
  readonly lockedUntil: string | null;
}

/** A face never stays out longer than this, whatever it was told. */
const longestOutsideMs = 15 * 60_000;
const wayland = process.env.XDG_SESSION_TYPE === 'wayland';

/**
 * Makes the kiosk before the first page exists, so that none escapes its watch. `onCover` and `onStrip` hear of each
 * such window when it is made,
 * `report` takes what the face sees of its own hold whenever that may have changed.
 */
export function createKiosk(options: {
  readonly session: Session;
  readonly rpId: string;
  readonly preload: string;
  readonly title: string;
  readonly onCover: (cover: BrowserWindow) => void;
  readonly onStrip: (strip: BrowserWindow) => void;
  readonly report: (facts: ReturnType<typeof judgePosture>) => void;
}): Kiosk {
  let main: BrowserWindow | null = null;
  let quitting = false;
  let session: ToldSession | null = null;
  let leftUntil: string | null = null;
  let outside: NodeJS.Timeout | null = null;
  /** Whether a session's programs or sites are open, by word of what starts them. */
  let yielded = false;

  const stage = (): KioskStage => {
    const told = stageOf({ leftUntil, session });
    return told === 'yielding' && !yielded ? 'covering' : told;
  };
  const shortcuts = createKioskShortcuts();
  const aids = createKioskAids({
    wayland,
    open: (path) => void shell.openPath(path),
    onChange: () => settle(),
  });
  const rules = () => kioskRules(stage(), aids.running());
  const covers = createKioskCovers((area) => {
    const cover = openCoverWindow({ ...options, area });
    guardWindow(cover, {
      holds: () => !quitting && rules().covers,
      insists: () => false,
      restore: () => settle(),
    });
    // Nothing can be typed at a cover: the focus goes back to where something can.
    cover.on('focus', () => {
      if (rules().fills && main !== null && !main.isDestroyed()) main.focus();
    });
    options.onCover(cover);
    return cover;
  });
  const strip = createKioskStrip({
    ...options,
    onOpen(window) {
      guardWindow(window, {
        holds: () => !quitting && rules().fills,
        insists: () => false,
        restore: () => settle(),
      });
      options.onStrip(window);
    },
    onKeys: () => bring(main?.isFocused() === true ? 'programs' : 'face'),
  });
  guardPages({ app, face: options.session, inside: () => rules().fills });
  app.on('before-quit', () => {
    quitting = true;
    aids.stop();
  });

  /** Brings windows, covers and shortcuts to what the moment asks for. Repeating it changes nothing. */
  const settle = () => {
    if (main === null || main.isDestroyed() || quitting) return;
    const wanted = rules();
    const primary = screen.getPrimaryDisplay();
    const screens: readonly Screen[] = screen.getAllDisplays();
    settleMain(main, wanted, mainArea(primary.bounds, aids.running('keyboard')), primary.bounds);
    covers.fit(screens, primary.id, wanted.covers, wanted.coversOnTop);
    shortcuts.hold(stage());
    // Under Wayland a compositor for one application shows each window as large as the screen.
    const stripped = stage() === 'yielding' && !wayland;
    strip.fit(stripped ? mainArea(primary.bounds, aids.running('keyboard')) : null);
    options.report(
      judgePosture({
        platform: process.platform,
        wayland,
        fillsPrimary: sameArea(main.getBounds(), primary.bounds),
        onTop: main.isAlwaysOnTop(),
        screens: screens.length,
        covered: covers.count(),
        registered: shortcuts.registered(),
        guarded: true,
        packaged: app.isPackaged,
      }),
    );
  };
  /** Holds the screens anew, and comes to the front. */
  const enter = () => {
    if (main !== null && !main.isDestroyed()) {
      if (main.isMinimized()) main.restore();
      settle();
      main.moveTop();
      main.focus();
    }
  };
  const bring = (front: KioskFront) => {
    if (stage() !== 'yielding' || main === null || main.isDestroyed()) return;
    if (front === 'face') enter();
    else main.minimize();
  };
  const goOutside = (until: string | null) => {
    if (outside !== null) clearTimeout(outside);
    outside = null;
    leftUntil = until;
    if (until !== null) outside = setTimeout(() => goOutside(null), longestOutsideMs);
    if (until === null) enter();
    else settle();
  };

  return {
    hold(window) {
      main = window;
      guardWindow(window, {
        holds: () => !quitting && !rules().closable,
        insists: () => !quitting && rules().insists,
        restore: () => settle(),
      });
      for (const change of ['display-added', 'display-removed', 'display-metrics-changed'] as const) {
        screen.on(change as 'display-added', () => settle());
      }
      powerMonitor.on('resume', () => settle());
      settle();
    },
    yield() {
      yielded = true;
      settle();
    },
    cover() {
      yielded = false;
      enter();
    },
    heardExit(exit) {
      const until = leftUntilOf(exit);
      if (until !== leftUntil) goOutside(until);
    },
    heardSession(told) {
      const before = stage();
      const ended = session !== null;
      session = sessionOf(told);
      if (session === null) {
        yielded = false;
        // The next person begins without the aids of the last.
        if (ended) aids.stop();
      }
      // Nobody's session runs outside, whether or not the agent's own word of it has come.
      else if (leftUntil !== null) goOutside(null);
      if (stage() !== before || session === null) enter();
      else settle();
    },
    view: () => ({ kiosk: true, aids: aids.available() as KioskAid[], shortcut: strip.shortcut() }),
    startAid(aid) {
      const started = aids.start(aid);
      // A screen reader that has only just begun may find pages that were made for none.
      if (started && aid === 'screen-reader') app.accessibilitySupportEnabled = true;
      return started;
    },
    bring,
  };
}

/** The main window as the stage wants it. */
function settleMain(
  window: BrowserWindow,
  wanted: ReturnType<typeof kioskRules>,
  area: Parameters<typeof sameArea>[0],
  whole: Parameters<typeof sameArea>[0],
): void {
  window.setClosable(wanted.closable);
  // A session's programs come before it where it is minimised.
  window.setMinimizable(!wanted.coversOnTop);
  if (wanted.coversOnTop && window.isMinimized()) window.restore();
  window.setMovable(wanted.closable);
  window.setAlwaysOnTop(wanted.onTop, 'screen-saver');
  if (!wanted.fills) {
    if (window.isKiosk()) {
      window.setKiosk(false);
      window.setBounds({
        ...whole,
        width: Math.round(whole.width * 0.8),
        height: Math.round(whole.height * 0.8),
      });
    }
    return;
  }
  if (!sameArea(area, whole)) {
    if (window.isKiosk()) window.setKiosk(false);
    if (!sameArea(window.getBounds(), area)) window.setBounds(area);
  } else fillScreen(window, area);
}

function leftUntilOf(exit: unknown): string | null {
  if (typeof exit !== 'object' || exit === null || !('leftUntil' in exit)) return null;
  return typeof exit.leftUntil === 'string' ? exit.leftUntil : null;
}

function sessionOf(told: unknown): ToldSession | null {
  if (typeof told !== 'object' || told === null || !('tiles' in told) || !Array.isArray(told.tiles))
    return null;
  const lockedUntil = 'lockedUntil' in told && typeof told.lockedUntil === 'string' ? told.lockedUntil : null;
  return { tiles: told.tiles, lockedUntil };
}
