import type { HidPort } from '../../../native/hid/hid-port.ts';

/** Notices that the key of a sign-in was pulled out. */
export interface KeyPresence {
  /**
   * Calls once when the key at `device` is gone. Where it is not known which key signed (the system's own dialog drove
   * it), the removal of any key that is plugged in now counts. An earlier watch ends.
   */
  watch(device: string | null, onRemoved: () => void): void;
  stop(): void;
}

/** Watches only while asked to, since noticing means listing once a second. */
export function createKeyPresence(port: Pick<HidPort, 'list' | 'watch'>): KeyPresence {
  let stopWatching: (() => void) | null = null;
  const stop = () => {
    stopWatching?.();
    stopWatching = null;
  };
  return {
    watch(device, onRemoved) {
      stop();
      let over = false;
      let known: ReadonlySet<string> | null = device === null ? null : new Set([device]);
      const look = async () => {
        const listed = await port.list();
        // A listing that failed means unknown, not "all pulled out".
        if (over || !listed.ok) return;
        const present = new Set(listed.value.map(({ path }) => path));
        if (known === null) known = present;
        for (const path of known) {
          if (present.has(path)) continue;
          stop();
          onRemoved();
          return;
        }
      };
      const stopPort = port.watch(() => void look());
      stopWatching = () => {
        over = true;
        stopPort();
      };
      void look();
    },
    stop,
  };
}
