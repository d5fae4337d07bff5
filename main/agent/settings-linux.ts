import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readSettingsJson, settingsFileLimit } from './settings-json.ts';
import type { PlacedValue, SettingsReading, SettingsSource } from './settings-source.ts';

/** What a folder of settings files looks like; the file system unless a test gives recorded ones. */
export interface SettingsFolder {
  /** Names in it; null where there is no folder. Throws when it can't be read. */
  names(): readonly string[] | null;
  /** Text and standing of a file. Throws when it can't be read. */
  file(name: string): { readonly text: string; readonly owner: number; readonly mode: number };
}

/**
 * Managed settings on Linux: `/etc/madoguchi/*.json` in the order of their names, a later file over an earlier one. A file
 * that anybody but root may write counts as unreadable, and with it the whole source.
 */
export function createLinuxSettings(folder: SettingsFolder, path: string): SettingsSource {
  return {
    name: 'managed',
    read: async (): Promise<SettingsReading> => {
      let names: readonly string[] | null;
      try {
        names = folder.names();
      } catch {
        return { state: 'unreadable', why: 'no-permission', problems: [] };
      }
      const files = (names ?? []).filter((name) => name.endsWith('.json')).toSorted();
      if (files.length === 0) return { state: 'absent' };
      const values = new Map<string, PlacedValue>();
      for (const name of files) {
        const place = join(path, name);
        const reading = readOne(folder, name, place);
        if (reading.state !== 'read') return reading;
        for (const [field, value] of reading.values) values.set(field, value);
      }
      return { state: 'read', values };
    },
  };
}

function readOne(folder: SettingsFolder, name: string, place: string): SettingsReading {
  let file: ReturnType<SettingsFolder['file']>;
  try {
    file = folder.file(name);
  } catch {
    return { state: 'unreadable', why: 'no-permission', problems: [] };
  }
  if (file.owner !== 0 || (file.mode & 0o022) !== 0) {
    const problem = 'belongs to another than root, or others may write it';
    return { state: 'unreadable', why: 'writable-by-others', problems: [{ place, line: null, problem }] };
  }
  return readSettingsJson(file.text, place);
}

/** The folder on disk, without the machine's own settings file where that lies in it. */
export function settingsFolder(path: string, machineFile: string | null): SettingsFolder {
  return {
    names() {
      try {
        return readdirSync(path).filter((name) => !isSame(join(path, name), machineFile));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    file(name) {
      const file = join(path, name);
      const { uid, mode, size } = statSync(file);
      if (size > settingsFileLimit) throw new Error('too large');
      return { text: readFileSync(file, 'utf8'), owner: uid, mode };
    },
  };
}

function isSame(path: string, other: string | null): boolean {
  if (other === null) return false;
  try {
    return realpathSync(path) === realpathSync(other);
  } catch {
    return false;
  }
}
