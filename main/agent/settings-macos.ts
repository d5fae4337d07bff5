import { existsSync } from 'node:fs';
import { readSettingsJson } from './settings-json.ts';
import type { RunProgram, SettingsReading, SettingsSource } from './settings-source.ts';

/** Where macOS puts the managed preferences of a domain; only the system writes there. */
export const managedPreferences = '/Library/Managed Preferences/jp.madoguchi.agent.plist';

/** Managed settings on macOS: the domain `jp.madoguchi.agent` of a configuration profile, read through `plutil`. */
export function createMacSettings(
  run: RunProgram,
  path: string = managedPreferences,
  exists: (path: string) => boolean = existsSync,
): SettingsSource {
  return {
    name: 'managed',
    read: async (): Promise<SettingsReading> => {
      if (!exists(path)) return { state: 'absent' };
      const answer = await run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', path]);
      if (answer === null) return { state: 'unreadable', why: 'plutil-missing', problems: [] };
      if (answer.status !== 0) return { state: 'unreadable', why: 'plutil-refused', problems: [] };
      return readSettingsJson(answer.output.toString('utf8'), path);
    },
  };
}
