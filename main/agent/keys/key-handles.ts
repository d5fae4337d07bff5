import { randomUUID } from 'node:crypto';

/** Names for plugged-in keys, so that no window ever names a device path. A name ends when its key is pulled out. */
export interface KeyHandles {
  /** Names for these paths; the names of all others end. */
  name(paths: readonly string[]): ReadonlyMap<string, string>;
  pathOf(id: string): string | null;
}

export function createKeyHandles(): KeyHandles {
  let names = new Map<string, string>();
  return {
    name(paths) {
      names = new Map(paths.map((path) => [path, names.get(path) ?? randomUUID()]));
      return names;
    },
    pathOf(id) {
      for (const [path, name] of names) if (name === id) return path;
      return null;
    },
  };
}
