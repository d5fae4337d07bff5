import { type AgentSettings, agentSettings } from './settings.ts';
import { settingsField } from './settings-fields.ts';
import { problemOf } from './settings-json.ts';
import {
  type PlacedValue,
  type SettingsProblem,
  type SettingsReading,
  type SettingsSourceName,
  settingsSources,
} from './settings-source.ts';

/** What a source said when it could last be read. */
export type LastKnown = Partial<Readonly<Record<SettingsSourceName, Readonly<Record<string, unknown>>>>>;

export interface Origin {
  readonly source: SettingsSourceName;
  readonly place: string;
  readonly line: number | null;
  /** The source can't be read now: this is what it said before. */
  readonly lastKnown: boolean;
}

export interface ResolvedSettings {
  /** Null where they don't make a whole. */
  readonly settings: AgentSettings | null;
  readonly origins: ReadonlyMap<string, Origin & { readonly value: unknown }>;
  readonly problems: readonly SettingsProblem[];
  /** Sources that can't be read now and whose last known values hold. */
  readonly kept: readonly { readonly source: SettingsSourceName; readonly why: string }[];
  /** Sources that can't be read, and of which nothing is known. */
  readonly lost: readonly { readonly source: SettingsSourceName; readonly why: string }[];
}

/**
 * Lays the sources over each other, managed policy before the machine's file before the command line, and judges the
 * whole by the schema. A source that can't be read, or says what no setting is, keeps its last known values; it is never
 * taken for empty.
 */
export function resolveSettings(
  readings: Readonly<Record<SettingsSourceName, SettingsReading>>,
  lastKnown: LastKnown,
): ResolvedSettings {
  const problems: SettingsProblem[] = [];
  const kept: ResolvedSettings['kept'][number][] = [];
  const lost: ResolvedSettings['lost'][number][] = [];
  const origins = new Map<string, Origin & { readonly value: unknown }>();
  for (const source of settingsSources) {
    const reading = checked(source, readings[source]);
    if (reading.state === 'absent') continue;
    if (reading.state === 'read') {
      add(source, reading.values, false);
      continue;
    }
    problems.push(...reading.problems);
    const known = lastKnown[source];
    if (known === undefined) lost.push({ source, why: reading.why });
    else {
      kept.push({ source, why: reading.why });
      add(source, placed(known), true);
    }
  }
  const judged = agentSettings.safeParse(nested(origins));
  if (!judged.success) {
    for (const issue of judged.error.issues) {
      problems.push(problemOf(issue.path, `${issue.path.join('.')}: ${issue.message}`, origins));
    }
  }
  return { settings: judged.data ?? null, origins, problems, kept, lost };

  function add(
    source: SettingsSourceName,
    values: ReadonlyMap<string, PlacedValue>,
    isLastKnown: boolean,
  ): void {
    // No hub at all, or fields of one: whichever an earlier source said, the other means nothing here.
    const saysNoHub = origins.has('hub');
    const saysHub = [...origins.keys()].some((name) => name.startsWith('hub.'));
    for (const [name, value] of values) {
      const isContradicted = name === 'hub' ? saysHub : saysNoHub && name.startsWith('hub.');
      if (isContradicted || origins.has(name)) continue;
      origins.set(name, { ...value, source, lastKnown: isLastKnown });
    }
  }
}

/** A source with a field that doesn't exist says something else than was meant: none of it is believed. */
function checked(source: SettingsSourceName, reading: SettingsReading): SettingsReading {
  if (reading.state !== 'read') return reading;
  const problems = [...reading.values].flatMap(([name, { place, line }]): SettingsProblem[] => {
    const field = settingsField(name);
    if (field === null && !(name === 'hub' && reading.values.get(name)?.value === null)) {
      return [{ place, line, problem: `there is no setting “${name}”` }];
    }
    return source === 'managed' && field?.managed === false
      ? [{ place, line, problem: `“${name}” cannot be managed` }]
      : [];
  });
  return problems.length === 0 ? reading : { state: 'unreadable', why: 'not-valid', problems };
}

function placed(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, PlacedValue> {
  return new Map(
    Object.entries(values).map(([name, value]) => [name, { value, place: 'last known', line: null }]),
  );
}

function nested(origins: ReadonlyMap<string, { readonly value: unknown }>): Record<string, unknown> {
  const whole: Record<string, unknown> = { hub: null, directory: null, softwareKeys: null, faceGroup: null };
  const hub: Record<string, unknown> = {};
  for (const [name, { value }] of origins) {
    if (name.startsWith('hub.')) hub[name.slice(4)] = value;
    else whole[name] = value;
  }
  if (Object.keys(hub).length > 0) whole.hub = hub;
  return whole;
}
