import type { BrowserWindow } from 'electron';
import { fillScreen } from './kiosk-filling.ts';
import { type Area, type Screen, screensToCover } from './kiosk-rules.ts';

/** What keeps every other screen covered. */
export interface KioskCovers {
  /** Makes, moves and removes covers until there is one on each screen that needs one; none where `wanted` is false. */
  fit(screens: readonly Screen[], primary: number, wanted: boolean, onTop: boolean): void;
  count(): number;
  owns(window: BrowserWindow): boolean;
}

/** `open` makes the window of one cover, already at its place and loading its page. */
export function createKioskCovers(open: (area: Area) => BrowserWindow): KioskCovers {
  const covers = new Map<number, BrowserWindow>();
  const drop = (id: number) => {
    const cover = covers.get(id);
    covers.delete(id);
    // `close` is refused in a kiosk; a cover whose screen is gone goes without being asked.
    if (cover !== undefined && !cover.isDestroyed()) cover.destroy();
  };

  return {
    fit(screens, primary, wanted, onTop) {
      const needed = new Map(
        (wanted ? screensToCover(screens, primary) : []).map(({ id, bounds }) => [id, bounds]),
      );
      for (const id of [...covers.keys()]) if (!needed.has(id)) drop(id);
      for (const [id, area] of needed) {
        let cover = covers.get(id);
        if (cover === undefined || cover.isDestroyed()) {
          cover = open(area);
          covers.set(id, cover);
        } else fillScreen(cover, area);
        if (cover.isMinimized()) cover.restore();
        cover.setAlwaysOnTop(onTop, 'screen-saver');
      }
    },
    count: () => [...covers.values()].filter((cover) => !cover.isDestroyed()).length,
    owns: (window) => [...covers.values()].includes(window),
  };
}
