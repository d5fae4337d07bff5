import type { KioskFact, KioskStanding } from '../../preload/contract/models/kiosk.ts';

/** Shortcuts of the system that a face asks the system to let it have, by their names in reports. */
export const heldShortcuts = {
  'alt-f4': 'Alt+F4',
  'alt-tab': 'Alt+Tab',
  'alt-shift-tab': 'Alt+Shift+Tab',
  'alt-escape': 'Alt+Escape',
  'alt-space': 'Alt+Space',
  'control-escape': 'Control+Escape',
  'control-shift-escape': 'Control+Shift+Escape',
  'control-alt-t': 'Control+Alt+T',
  'super-d': 'Super+D',
  'super-e': 'Super+E',
  'super-i': 'Super+I',
  'super-l': 'Super+L',
  'super-r': 'Super+R',
  'super-s': 'Super+S',
  'super-tab': 'Super+Tab',
  'super-x': 'Super+X',
} as const;
export type HeldShortcut = keyof typeof heldShortcuts;
export const heldShortcutNames = Object.keys(heldShortcuts) as readonly HeldShortcut[];

/** With programs of a session in front, these are how people move between them and end them. */
export const neededInSession: ReadonlySet<HeldShortcut> = new Set([
  'alt-f4',
  'alt-tab',
  'alt-shift-tab',
  'alt-space',
]);

/** What is seen of the face's own hold. */
export interface KioskSight {
  readonly platform: NodeJS.Platform;
  /** Under Wayland no application can take a shortcut from the compositor, whatever the call says. */
  readonly wayland: boolean;
  readonly fillsPrimary: boolean;
  readonly onTop: boolean;
  readonly screens: number;
  readonly covered: number;
  /** Which shortcuts the system let us have; null where it was not asked at this stage. */
  readonly registered: ReadonlyMap<HeldShortcut, boolean | null>;
  /** Whether closing and the keys of every page are watched. */
  readonly guarded: boolean;
  /** A packaged face shuts developer tools that open all the same. */
  readonly packaged: boolean;
}

/** Sequences that no application may take; only the operating system's own configuration says what they do. */
const systemOnly = ['control-alt-delete', 'virtual-terminals', 'power-key'] as const;

/**
 * Judges each holding: `missing` where it is seen not to hold, `unknown` where this process cannot see it. It never says
 * more than was seen.
 */
export function judgePosture(sight: KioskSight): KioskFact[] {
  const fact = (name: string, standing: KioskStanding): KioskFact => ({ name, standing });
  const seen = (name: string, holds: boolean) => fact(name, holds ? 'holding' : 'missing');
  const shortcut = (name: HeldShortcut): KioskStanding => {
    const registered = sight.registered.get(name) ?? null;
    if (registered === null || sight.wayland) return 'unknown';
    return registered ? 'holding' : 'missing';
  };
  return [
    seen('screen-primary', sight.fillsPrimary),
    seen('screens-covered', sight.covered >= sight.screens - 1),
    // A compositor never tells what lies above a window.
    sight.wayland ? fact('window-on-top', 'unknown') : seen('window-on-top', sight.onTop),
    seen('window-close', sight.guarded),
    seen('window-keys', sight.guarded),
    seen('developer-tools', sight.packaged),
    ...heldShortcutNames.map((name) => fact(`shortcut-${name}`, shortcut(name))),
    ...systemOnly.map((name) => fact(`system-${name}`, 'unknown')),
  ];
}
