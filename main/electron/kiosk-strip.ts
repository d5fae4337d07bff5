import { BrowserWindow, globalShortcut, nativeTheme, type Session } from 'electron';
import type { Area } from './kiosk-rules.ts';
import { lockedPreferences } from './locked-preferences.ts';

/** The keys that lead to the face and back, as Electron spells them; no layout and no common program has another use for them. */
const keys = 'Control+Alt+M';
const shownKeys = 'Ctrl+Alt+M';

/**
 * A narrow window of the face above a session's programs: how long the session lasts, and the way to the face and back,
 * where no task bar leads there.
 */
export interface KioskStrip {
  /** Shows it at the lower edge of this area, or takes it away. Repeating it changes nothing. */
  fit(area: Area | null): void;
  /** What a person presses to change between face and programs; null where the system gave no such keys. */
  shortcut(): string | null;
}

export function createKioskStrip(options: {
  readonly session: Session;
  readonly rpId: string;
  readonly preload: string;
  readonly title: string;
  readonly onOpen: (strip: BrowserWindow) => void;
  readonly onKeys: () => void;
}): KioskStrip {
  let strip: BrowserWindow | null = null;
  let registered = false;

  const open = (bounds: Area): BrowserWindow => {
    const window = new BrowserWindow({
      ...bounds,
      title: options.title,
      frame: false,
      resizable: false,
      movable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      closable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      // Whoever has just started a program goes on typing there.
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e2339' : '#15304c',
      webPreferences: lockedPreferences(options.session, options.preload),
    });
    window.on('page-title-updated', (event) => event.preventDefault());
    window.once('ready-to-show', () => {
      if (window.isDestroyed()) return;
      window.showInactive();
      window.setAlwaysOnTop(true, 'screen-saver');
    });
    options.onOpen(window);
    void window.loadURL(`https://${options.rpId}/#strip`);
    return window;
  };

  return {
    fit(area) {
      if (area === null) {
        if (registered) globalShortcut.unregister(keys);
        registered = false;
        // `close` is refused in a kiosk.
        if (strip !== null && !strip.isDestroyed()) strip.destroy();
        strip = null;
        return;
      }
      if (!registered) registered = globalShortcut.register(keys, options.onKeys);
      const bounds = stripArea(area);
      if (strip === null || strip.isDestroyed()) strip = open(bounds);
      else if (JSON.stringify(strip.getBounds()) !== JSON.stringify(bounds)) strip.setBounds(bounds);
    },
    shortcut: () => (registered ? shownKeys : null),
  };
}

const stripSize = { width: 720, height: 60 };

/** The middle of the lower edge, where programs say least. */
export function stripArea(area: Area): Area {
  const width = Math.min(stripSize.width, area.width);
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + area.height - stripSize.height,
    width,
    height: stripSize.height,
  };
}
