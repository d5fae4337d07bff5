import { jsonFault } from './settings-json-fault.ts';
import type { PlacedValue, SettingsProblem, SettingsReading } from './settings-source.ts';

/** Most characters of a settings file. */
export const settingsFileLimit = 1024 * 1024;

/**
 * Settings out of a JSON text: one value per field, `hub`'s by themselves, each with its line. What is no JSON object, or
 * names a field twice, is a problem; whether fields exist and fit is for the schema.
 */
export function readSettingsJson(text: string, place: string): SettingsReading {
  const bad = (problem: string, line: number | null): SettingsReading => ({
    state: 'unreadable',
    why: 'not-valid',
    problems: [{ place, line, problem }],
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return bad('is not JSON', lineAt(text, jsonFault(text) ?? 0));
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return bad('is no object', 1);
  const { lines, twice } = keyLines(text);
  const [again] = twice;
  if (again !== undefined) return bad(`has “${again.path}” twice`, again.line);
  const values = new Map<string, PlacedValue>();
  for (const [name, value] of Object.entries(content)) {
    const fields =
      name === 'hub' && typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([key, inner]) => [`hub.${key}`, inner] as const)
        : [[name, value] as const];
    for (const [path, inner] of fields)
      values.set(path, { value: inner, place, line: lines.get(path) ?? null });
  }
  return { state: 'read', values };
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

interface KeyPlace {
  readonly path: string;
  readonly line: number;
}

/** The line of every key of a valid JSON text, by its dotted path, and the keys that come twice in one object. */
export function keyLines(text: string): {
  readonly lines: ReadonlyMap<string, number>;
  readonly twice: readonly KeyPlace[];
} {
  const lines = new Map<string, number>();
  const twice: KeyPlace[] = [];
  const open: { readonly kind: '{' | '['; key: string; index: number }[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;
  for (const match of text.matchAll(tokens)) {
    const [token] = match;
    const inside = open.at(-1);
    if (token === '{' || token === '[') open.push({ kind: token, key: '', index: 0 });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',') {
      if (inside?.kind === '[') inside.index += 1;
    } else if (
      inside?.kind === '{' &&
      /^\s*:/.test(text.slice(match.index + token.length, match.index + token.length + 64))
    ) {
      inside.key = String(JSON.parse(token));
      const path = open.map((one) => (one.kind === '{' ? one.key : one.index)).join('.');
      const line = lineAt(text, match.index);
      if (lines.has(path)) twice.push({ path, line });
      lines.set(path, line);
    }
  }
  return { lines, twice };
}

/** Where a problem of the schema lies: the nearest line of its path that is known. */
export function problemOf(
  path: readonly PropertyKey[],
  problem: string,
  values: ReadonlyMap<string, PlacedValue>,
): SettingsProblem {
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.');
    const placed = values.get(name) ?? values.get(`${name}.url`);
    if (placed !== undefined) return { place: placed.place, line: placed.line, problem };
  }
  return { place: 'settings', line: null, problem };
}
