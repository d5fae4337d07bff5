import type { Surface } from '../../preload/contract/models/base.ts';
import type { StationStatus } from '../../preload/contract/models/station.ts';

/** `opening` shows nothing that could be pressed. */
export type ScreenName = 'opening' | 'lab' | 'staff' | 'setup';

const storageKey = 'madoguchi.surface';

/**
 * Which screen to paint. Before the agent has answered it is a guess from the last time, which only spares the eye a
 * change: the agent decides what each station offers. The lab wins where both are offered, until someone asks for the
 * counter.
 */
export function screenFor(
  status: StationStatus | null,
  remembered: string | null,
  wantsCounter: boolean,
): ScreenName {
  if (status === null) return remembered === 'counter' ? 'opening' : 'lab';
  if (!status.enrolled) return 'setup';
  const lab = status.surfaces.includes('lab');
  const counter = status.surfaces.includes('counter');
  if (counter && (wantsCounter || !lab)) return 'staff';
  return lab ? 'lab' : 'setup';
}

/** The surface that this window showed the last time, if it may remember at all. */
export function rememberedSurface(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** Remembers which surface to guess at the next start. */
export function rememberSurface(surfaces: readonly Surface[]): void {
  try {
    localStorage.setItem(storageKey, surfaces.includes('lab') ? 'lab' : 'counter');
  } catch {
    // A window without storage guesses again; nothing else depends on it.
  }
}
