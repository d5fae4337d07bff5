import { BrowserWindow, Menu, nativeTheme, type Rectangle, type Session } from 'electron';
import { lockedPreferences } from './locked-preferences.ts';

/** Opens the face's window: sandboxed, context-isolated, with no menu and no way to the tools. */
export function createMainWindow(options: {
  readonly session: Session;
  readonly rpId: string;
  readonly preload: string;
  readonly title: string;
  /** The screen that it is to hold; null for a window like any other. */
  readonly kiosk: Rectangle | null;
}): BrowserWindow {
  Menu.setApplicationMenu(null);
  const window = new BrowserWindow({
    ...(options.kiosk === null
      ? { width: 1366, height: 768, minWidth: 640, minHeight: 480 }
      : { ...options.kiosk, kiosk: true, alwaysOnTop: true, enableLargerThanScreen: true }),
    title: options.title,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#11161d' : '#f6f5f1',
    show: true,
    webPreferences: lockedPreferences(options.session, options.preload),
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  return window;
}
