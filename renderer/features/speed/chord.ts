/** Keys pressed together, named by their place where a letter would depend on the layout or on an input method. */
export interface Chord {
  /** The character that it writes, for keys of their own. */
  readonly key?: string;
  /** The key's place (UI Events `code`). */
  readonly code?: string;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
}

/** A key as a window gets it. */
export type PressedKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/** Whether these keys are that chord. An input method's own keys are nobody's. */
export function isChord(pressed: PressedKey, chord: Chord): boolean {
  if (pressed.isComposing) return false;
  if ((pressed.ctrlKey || pressed.metaKey) !== (chord.ctrl ?? false)) return false;
  if (pressed.altKey !== (chord.alt ?? false)) return false;
  if (chord.code !== undefined) return pressed.code === chord.code && !pressed.shiftKey;
  return pressed.key === chord.key;
}

/** True for a chord that is one character and nothing held: it must not be taken from somebody who types (WCAG 2.1.4). */
export function isCharacter(chord: Chord): boolean {
  return chord.key?.length === 1 && chord.ctrl !== true && chord.alt !== true;
}

/** The chord as it is written on keys: `Ctrl+Enter`, `Alt+1`. */
export function chordText(chord: Chord): string {
  const name = chord.key ?? chord.code?.replace(/^(?:Key|Digit)/, '').replace(/^Slash$/, '/') ?? '';
  const arrow = /^Arrow(Left|Right|Up|Down)$/.exec(name)?.[1];
  const arrows: Readonly<Record<string, string>> = { Left: '←', Right: '→', Up: '↑', Down: '↓' };
  const last = arrow === undefined ? name : (arrows[arrow] ?? name);
  return [chord.ctrl === true ? 'Ctrl' : null, chord.alt === true ? 'Alt' : null, last]
    .filter((part) => part !== null)
    .join('+');
}
