/** A rectangle of the desktop, in device-independent pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Screen {
  readonly id: number;
  readonly bounds: Area;
}

/**
 * - `covering`: every screen is held, and the main window is in front.
 * - `yielding`: a session's programs and sites may be in front of it.
 * - `left`: an operator opened the kiosk for maintenance; the face is a window like any other.
 */
export type KioskStage = 'covering' | 'yielding' | 'left';

/** What the stage asks of the main window and of the screens beside it. */
export interface KioskRules {
  readonly fills: boolean;
  readonly onTop: boolean;
  /** Whether it takes the focus back. */
  readonly insists: boolean;
  readonly covers: boolean;
  readonly coversOnTop: boolean;
  readonly closable: boolean;
}

/** While an aid of the system runs, nothing of ours is above it and nothing takes the focus from it. */
export function kioskRules(stage: KioskStage, aidRuns: boolean): KioskRules {
  const inside = stage !== 'left';
  const holds = stage === 'covering' && !aidRuns;
  return {
    fills: inside,
    onTop: holds,
    insists: holds,
    covers: inside,
    coversOnTop: stage === 'covering',
    closable: !inside,
  };
}

/** The stage that follows from what the agent said: who left, and whose session is open. A kept place is covered. */
export function stageOf(told: {
  readonly leftUntil: string | null;
  readonly session: { readonly tiles: readonly unknown[]; readonly lockedUntil: string | null } | null;
}): KioskStage {
  if (told.session === null) return told.leftUntil === null ? 'covering' : 'left';
  return told.session.lockedUntil === null && told.session.tiles.length > 0 ? 'yielding' : 'covering';
}

/** Where covers belong: every screen but the one that has the main window. */
export function screensToCover(screens: readonly Screen[], primary: number): readonly Screen[] {
  return screens.filter((screen) => screen.id !== primary);
}

/**
 * Where the main window lies: the whole primary screen; with a keyboard on screen its upper part, so that neither hides
 * the other. Some window managers put a window that fills a screen above every keyboard.
 */
export function mainArea(screen: Area, keyboardShown: boolean): Area {
  return keyboardShown ? { ...screen, height: Math.round(screen.height * 0.6) } : screen;
}

/** Whether two areas are the same; a pixel off, which scaled screens and bare window managers make, is the same. */
export function sameArea(left: Area, right: Area): boolean {
  const sides = ['x', 'y', 'width', 'height'] as const;
  return sides.every((side) => Math.abs(left[side] - right[side]) <= 1);
}
