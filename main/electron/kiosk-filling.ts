import type { BrowserWindow } from 'electron';
import { type Area, sameArea } from './kiosk-rules.ts';

/** Where each window was last made to fill a screen, exactly or as nearly as the system let it. */
const asked = new WeakMap<BrowserWindow, string>();

/**
 * Makes a window fill a screen to its last pixel. A window that is created, or given its bounds, with exactly a screen's
 * size comes out a pixel short of it under X11 (Chromium keeps it from being taken for one that wants the full screen),
 * and where no window manager carries the full screen out it stays so, until it lets go of the screen and takes it again.
 * That is tried once for each place: on scaled screens a pixel may be off for ever.
 */
export function fillScreen(window: BrowserWindow, area: Area): void {
  const bounds = window.getBounds();
  const place = JSON.stringify([area.x, area.y, area.width, area.height]);
  const exact =
    JSON.stringify([bounds.x, bounds.y, bounds.width, bounds.height]) === place ||
    (asked.get(window) === place && sameArea(bounds, area));
  if (window.isKiosk() && exact) return;
  // Before it is shown nothing of its place is certain.
  if (window.isVisible()) asked.set(window, place);
  if (window.isKiosk()) window.setKiosk(false);
  window.setBounds(area);
  window.setKiosk(true);
}
