import { createHash, randomBytes } from 'node:crypto';
import { clipboard } from 'electron';

interface Place {
  readText(): string | Promise<string>;
  clear(): void;
}

/** Before its version 41 Electron names the X11 selection by a word; later it is an object of its own. */
interface FormerClipboard {
  readText(type: 'selection'): string;
  clear(type: 'selection'): void;
}

/**
 * Remembers which text the clipboards held when a session began, as a digest that says nothing to anybody else. At its
 * end they are emptied, unless they still hold that text: a picture or a file may have come from the session.
 */
export function watchClipboard(): { empty(): Promise<void> } {
  const salt = randomBytes(16);
  const digest = async (place: Place) => {
    const text = await place.readText();
    return text === '' ? null : createHash('sha256').update(salt).update(text).digest('hex');
  };
  const watched = places().map((place) => ({ place, before: digest(place) }));
  return {
    async empty() {
      for (const { place, before } of watched) {
        const [now, then] = await Promise.all([digest(place), before]);
        if (now === null || now !== then) place.clear();
      }
    },
  };
}

function places(): readonly Place[] {
  if (process.platform !== 'linux') return [clipboard];
  if ('selection' in clipboard) return [clipboard, clipboard.selection];
  const former = clipboard as unknown as FormerClipboard;
  return [
    clipboard,
    { readText: () => former.readText('selection'), clear: () => former.clear('selection') },
  ];
}
