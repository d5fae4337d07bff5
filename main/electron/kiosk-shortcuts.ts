import { globalShortcut } from 'electron';
import { type HeldShortcut, heldShortcutNames, heldShortcuts, neededInSession } from './kiosk-posture.ts';
import type { KioskStage } from './kiosk-rules.ts';

/** What of the system's shortcuts this face was let have. */
export interface KioskShortcuts {
  /** Takes and gives back what the stage asks for. */
  hold(stage: KioskStage): void;
  /** Null for a shortcut that is not asked for at this stage. */
  registered(): ReadonlyMap<HeldShortcut, boolean | null>;
}

/** A shortcut that is held does nothing. What the system refuses to give stays refused, and is reported as missing. */
export function createKioskShortcuts(): KioskShortcuts {
  const registered = new Map<HeldShortcut, boolean | null>();
  return {
    hold(stage) {
      for (const name of heldShortcutNames) {
        const wanted = stage === 'covering' || (stage === 'yielding' && !neededInSession.has(name));
        if (wanted && registered.get(name) !== true) {
          registered.set(
            name,
            globalShortcut.register(heldShortcuts[name], () => undefined),
          );
        } else if (!wanted && registered.get(name) !== null) {
          if (registered.get(name) === true) globalShortcut.unregister(heldShortcuts[name]);
          registered.set(name, null);
        }
      }
    },
    registered: () => registered,
  };
}
