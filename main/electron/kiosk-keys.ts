/** What of a key event the judgement needs; Electron's `Input` has it. */
export interface KeyPress {
  readonly type: string;
  /** `KeyboardEvent.key`. */
  readonly key: string;
  /** `KeyboardEvent.code`: the place on the keyboard, whatever the layout and the input method. */
  readonly code: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
}

/** Whose page a key was pressed on: the face's own, or a campus site that a session opened. */
export type KeyPlace = 'own' | 'site';

/** Whole presses, as modifiers in the order C A S M and the key's place. Nothing here is needed to type or to move. */
const leaving: readonly string[] = [
  // quit, close, minimise, the window's menu, full screen
  ...['C+KeyQ', 'C+S+KeyQ', 'A+F4', 'A+Space', 'A+Enter', 'F11', 'C+S+KeyW', 'C+KeyM'],
  // new windows and tabs, other windows
  ...['C+KeyN', 'C+S+KeyN', 'C+KeyT', 'C+S+KeyT', 'A+Tab', 'A+S+Tab', 'A+Escape', 'C+A+KeyT'],
  // developer tools, source, task manager and start menu
  ...['F12', 'C+S+KeyI', 'C+S+KeyJ', 'C+S+KeyC', 'C+S+KeyK', 'C+KeyU', 'C+S+Escape', 'C+Escape'],
];

/** On a campus site these are useful, and its window is judged by its own rules. */
const ownOnly: readonly string[] = [
  ...['F5', 'C+F5', 'S+F5', 'C+KeyR', 'C+S+KeyR', 'BrowserRefresh'],
  ...['C+KeyP', 'C+S+KeyP', 'C+KeyF', 'C+KeyG', 'C+S+KeyG', 'F3', 'S+F3', 'C+KeyW', 'C+F4'],
  ...['C+KeyO', 'C+KeyS', 'C+S+KeyS', 'C+KeyH', 'C+KeyJ', 'C+Tab', 'C+S+Tab'],
  ...['A+ArrowLeft', 'A+ArrowRight', 'C+BracketLeft', 'C+BracketRight'],
  ...['BrowserBack', 'BrowserForward', 'BrowserHome', 'BrowserSearch', 'BrowserFavorites', 'F7'],
];

/** The system's own ways to its aids: screen reader, magnifier, on-screen keyboard, contrast. Never refused. */
const accessibility: readonly string[] = [
  ...['C+M+Enter', 'C+M+KeyO', 'C+M+KeyN', 'M+KeyU', 'M+Equal', 'M+Minus', 'M+Escape', 'M+NumpadAdd'],
  ...['A+M+KeyS', 'A+M+Digit8', 'A+M+Equal', 'A+M+Minus', 'A+S+PrintScreen', 'M+F5', 'A+M+F5', 'A+F5'],
];

const refusedOnOwn: ReadonlySet<string> = new Set([...leaving, ...ownOnly]);
const refusedOnSite: ReadonlySet<string> = new Set(leaving);
const neverRefused: ReadonlySet<string> = new Set(accessibility);

/** On macOS the command key plays the part that Control has elsewhere. */
function spelled(press: KeyPress, platform: NodeJS.Platform): string {
  const command = platform === 'darwin';
  const control = command ? press.meta || press.control : press.control;
  const meta = command ? false : press.meta;
  return [
    ...(control ? ['C'] : []),
    ...(press.alt ? ['A'] : []),
    ...(press.shift ? ['S'] : []),
    ...(meta ? ['M'] : []),
    press.code === '' ? press.key : press.code,
  ].join('+');
}

/**
 * Whether a kiosk refuses a key press before the page sees it. With the system's key (Windows, Super) everything is
 * refused that is no aid: what reaches a page has passed the system already.
 */
export function refusesKey(press: KeyPress, place: KeyPlace, platform: NodeJS.Platform): boolean {
  const { shift, control, alt, meta } = press;
  const raw = [
    ...(control ? ['C'] : []),
    ...(alt ? ['A'] : []),
    ...(shift ? ['S'] : []),
    ...(meta ? ['M'] : []),
    press.code,
  ].join('+');
  if (neverRefused.has(raw)) return false;
  if (platform !== 'darwin' && meta && !/^(?:Meta|OS)/.test(press.code)) return true;
  return (place === 'own' ? refusedOnOwn : refusedOnSite).has(spelled(press, platform));
}

/** What a press wants of the page's size; null when it is no such press. */
export function zoomWish(press: KeyPress, platform: NodeJS.Platform): 'in' | 'out' | 'normal' | null {
  if (press.type !== 'keyDown' || press.alt) return null;
  if (!(platform === 'darwin' ? press.meta : press.control)) return null;
  if (press.key === '+' || press.key === '=' || press.code === 'NumpadAdd') return 'in';
  if (press.key === '-' || press.key === '_' || press.code === 'NumpadSubtract') return 'out';
  return press.key === '0' || press.code === 'Numpad0' ? 'normal' : null;
}

/** The next zoom factor: steps of a quarter between 100 and 200 %, which every screen is made for (WCAG 2.2, 1.4.4). */
export function zoomedTo(factor: number, wish: 'in' | 'out' | 'normal'): number {
  if (wish === 'normal') return 1;
  const next = Math.round((factor + (wish === 'in' ? 0.25 : -0.25)) * 4) / 4;
  return Math.min(2, Math.max(1, next));
}
