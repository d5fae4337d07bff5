import { type App, BrowserWindow, type Session, type WebContents } from 'electron';
import { refusesKey, zoomedTo, zoomWish } from './kiosk-keys.ts';

/**
 * Watches every page of the application, those that do not exist yet included: presses that lead out are dropped before
 * the page sees them, and the page's size stays between 100 and 200 %. `inside` says whether the kiosk holds.
 */
export function guardPages(options: {
  readonly app: App;
  readonly face: Session;
  readonly inside: () => boolean;
}): void {
  const { app, face, inside } = options;
  app.on('web-contents-created', (_created, contents) => {
    contents.on('before-input-event', (event, input) => {
      if (!inside()) return;
      const wish = zoomWish(input, process.platform);
      const place = contents.session === face ? 'own' : 'site';
      if (wish !== null) zoom(contents, wish);
      if (wish !== null || refusesKey(input, place, process.platform)) event.preventDefault();
    });
    contents.on('zoom-changed', (_event, direction) => {
      if (inside()) zoom(contents, direction);
    });
    void contents.setVisualZoomLevelLimits(1, 2);
  });
}

/** What a window manager may take to carry a change out, before another one is asked for. */
const settleMs = 250;

function zoom(contents: WebContents, wish: 'in' | 'out' | 'normal'): void {
  contents.setZoomFactor(zoomedTo(contents.getZoomFactor(), wish));
}

/** Refuses to close, shrink or leave one window for as long as `holds` says so. */
export function guardWindow(
  window: BrowserWindow,
  ports: {
    /** Whether its close is refused. */
    readonly holds: () => boolean;
    /** Whether it wants the focus back. */
    readonly insists: () => boolean;
    /** Called when it may have left its place: put it back. */
    readonly restore: () => void;
  },
): void {
  let waiting: NodeJS.Timeout | null = null;
  let restoring: NodeJS.Timeout | null = null;
  const restore = () => {
    restoring = null;
    if (!window.isDestroyed()) ports.restore();
  };
  window.on('close', (event) => {
    if (ports.holds()) event.preventDefault();
  });
  // Showing is among them: only then is it known whether the window got the place that it was made for.
  const changes = ['show', 'minimize', 'hide', 'leave-full-screen', 'unmaximize', 'resize', 'move'] as const;
  for (const left of changes) {
    // Each of these names is overloaded by itself in Electron's types.
    window.on(left as 'minimize', () => {
      if (ports.holds() && restoring === null) restoring = setTimeout(restore, settleMs);
    });
  }
  const insist = () => {
    waiting = null;
    if (window.isDestroyed() || window.isFocused() || !ports.insists()) return;
    // Another window of our own, a dialog of the system that belongs to us, may have it.
    if (BrowserWindow.getFocusedWindow() !== null) return;
    ports.restore();
    window.focus();
    waiting = setTimeout(insist, 1000);
  };
  window.on('blur', () => {
    if (waiting === null && ports.insists()) waiting = setTimeout(insist, settleMs);
  });
  window.on('closed', () => {
    if (waiting !== null) clearTimeout(waiting);
    if (restoring !== null) clearTimeout(restoring);
  });
}
