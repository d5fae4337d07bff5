/** Sources of settings, the strongest first: what one says, none after it changes. */
export const settingsSources = ['managed', 'machine', 'command-line'] as const;
export type SettingsSourceName = (typeof settingsSources)[number];

/** Something wrong in a source. `line` counts from 1; null where the source has no lines. */
export interface SettingsProblem {
  readonly place: string;
  readonly line: number | null;
  readonly problem: string;
}

/** One value as a source gives it: `hub` is given field by field, as `hub.url`. */
export interface PlacedValue {
  readonly value: unknown;
  /** A file, or a key of the registry. */
  readonly place: string;
  readonly line: number | null;
}

/** What one look at a source found. `unreadable` is never `absent`: what was there before still holds. */
export type SettingsReading =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly values: ReadonlyMap<string, PlacedValue> }
  | { readonly state: 'unreadable'; readonly why: string; readonly problems: readonly SettingsProblem[] };

/** Where settings come from. One file per system implements the managed one. */
export interface SettingsSource {
  readonly name: SettingsSourceName;
  /** Looks once, within seconds; never throws. */
  read(): Promise<SettingsReading>;
}

/** Runs a program of the system: exit status and standard output, null where it can't run or takes too long. */
export type RunProgram = (
  program: string,
  words: readonly string[],
) => Promise<{ readonly status: number; readonly output: Buffer } | null>;
