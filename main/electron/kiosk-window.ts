import { BrowserWindow, nativeTheme, type Session } from 'electron';
import type { Area } from './kiosk-rules.ts';
import { lockedPreferences } from './locked-preferences.ts';

/** Opens the cover of one screen: the same page at the same origin and with nothing to press. */
export function openCoverWindow(options: {
  readonly session: Session;
  readonly rpId: string;
  readonly preload: string;
  readonly title: string;
  readonly area: Area;
}): BrowserWindow {
  const cover = new BrowserWindow({
    ...options.area,
    title: options.title,
    frame: false,
    kiosk: true,
    skipTaskbar: true,
    movable: false,
    minimizable: false,
    maximizable: false,
    closable: false,
    hasShadow: false,
    enableLargerThanScreen: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181d' : '#1d2b3a',
    webPreferences: lockedPreferences(options.session, options.preload),
  });
  cover.on('page-title-updated', (event) => event.preventDefault());
  void cover.loadURL(`https://${options.rpId}/#cover`);
  return cover;
}
