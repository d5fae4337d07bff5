import { readFileSync, statSync } from 'node:fs';
import { runProgram } from './posture/bounded-look.ts';
import { readFieldText, settingsField } from './settings-fields.ts';
import { readSettingsJson, settingsFileLimit } from './settings-json.ts';
import { keepLastKnown, readLastKnown } from './settings-last-known.ts';
import { createLinuxSettings, settingsFolder } from './settings-linux.ts';
import { createMacSettings } from './settings-macos.ts';
import { type ResolvedSettings, resolveSettings } from './settings-resolve.ts';
import type { PlacedValue, RunProgram, SettingsReading, SettingsSource } from './settings-source.ts';
import { createWindowsSettings } from './settings-windows.ts';

/** Where an installed agent keeps its state, should no source that can be read say so. */
export const standardStateFolder: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: '/var/lib/madoguchi',
  darwin: '/Library/Application Support/Madoguchi',
  win32: 'C:\\ProgramData\\Madoguchi\\state',
};

export interface SettingsOptions {
  /** The machine's file; null for none. */
  readonly file: string | null;
  /** `name=value` of the command line, which fills only what neither policy nor file say. */
  readonly set?: readonly string[];
  /** Remembers what was read; the agent does, whoever only looks doesn't. */
  readonly remember: boolean;
  /** The system's managed source unless a test gives another. */
  readonly managed?: SettingsSource;
}

/** Reads every source once and lays them over each other. */
export async function loadSettings(options: SettingsOptions): Promise<ResolvedSettings> {
  const managed = options.managed ?? managedSettings(process.platform, options.file);
  const readings = {
    managed: await managed.read(),
    machine: readMachineFile(options.file),
    'command-line': readWords(options.set ?? []),
  };
  const stateFolder = stateFolderOf(readings);
  const resolved = resolveSettings(readings, stateFolder === null ? {} : readLastKnown(stateFolder));
  if (options.remember && resolved.settings !== null) {
    try {
      keepLastKnown(resolved.settings.stateFolder, readings);
    } catch {
      // The folder isn't there before the first start; the next one remembers.
    }
  }
  return resolved;
}

/** What this system's IT says of every station. */
export function managedSettings(platform: NodeJS.Platform, machineFile: string | null): SettingsSource {
  switch (platform) {
    case 'win32':
      return createWindowsSettings(runBounded);
    case 'darwin':
      return createMacSettings(runBounded);
    default: {
      const path = '/etc/madoguchi';
      return createLinuxSettings(settingsFolder(path, machineFile), path);
    }
  }
}

export function readMachineFile(path: string | null): SettingsReading {
  if (path === null) return { state: 'absent' };
  try {
    if (statSync(path).size > settingsFileLimit)
      return { state: 'unreadable', why: 'too-large', problems: [] };
    return readSettingsJson(readFileSync(path, 'utf8'), path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const problems = [{ place: path, line: null, problem: `cannot be read (${code})` }];
    return { state: 'unreadable', why: code === 'ENOENT' ? 'missing' : 'no-permission', problems };
  }
}

function readWords(words: readonly string[]): SettingsReading {
  const values = new Map<string, PlacedValue>();
  const place = '--set';
  for (const word of words) {
    const equals = word.indexOf('=');
    const name = word.slice(0, Math.max(equals, 0));
    const field = settingsField(name);
    const read = field === null ? null : readFieldText(field, word.slice(equals + 1));
    if (read === null) {
      const problem = `“${name}” is no setting, or its value is not written so`;
      return { state: 'unreadable', why: 'not-valid', problems: [{ place, line: null, problem }] };
    }
    values.set(name, { value: read.value, place, line: null });
  }
  return values.size === 0 ? { state: 'absent' } : { state: 'read', values };
}

function stateFolderOf(readings: Readonly<Record<string, SettingsReading>>): string | null {
  for (const reading of Object.values(readings)) {
    const value = reading.state === 'read' ? reading.values.get('stateFolder')?.value : undefined;
    if (typeof value === 'string') return value;
  }
  return standardStateFolder[process.platform] ?? null;
}

const runBounded: RunProgram = (program, words) => runProgram(program, words, AbortSignal.timeout(5000));
