import { readFieldText, settingsField } from './settings-fields.ts';
import type {
  PlacedValue,
  RunProgram,
  SettingsProblem,
  SettingsReading,
  SettingsSource,
} from './settings-source.ts';

const parent = 'HKLM\\SOFTWARE\\Policies';
export const policyKey = `${parent}\\Madoguchi`;
const longRoot = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Madoguchi';

export interface RegistryValue {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly data: string;
}

/**
 * Values of `reg.exe query … /s`: keys begin a line, values are set in by four spaces with name, type and data four
 * spaces apart. Whatever else a line says, in whatever language, is passed over.
 */
export function parseRegistryQuery(output: string): {
  readonly keys: readonly string[];
  readonly values: readonly RegistryValue[];
} {
  const keys: string[] = [];
  const values: RegistryValue[] = [];
  let key: string | null = null;
  for (const line of output.split(/\r?\n/)) {
    if (/^HKEY_[A-Z_]+\\/.test(line)) {
      key = line.trimEnd();
      keys.push(key);
      continue;
    }
    const found = /^ {4}(.+?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line);
    const [, name, type, data = ''] = found ?? [];
    if (key !== null && name !== undefined && type !== undefined) values.push({ key, name, type, data });
  }
  return { keys, values };
}

/** reg.exe writes in the console's code page: on Japanese systems Shift_JIS (CP932). */
export function decodeConsole(output: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(output);
  } catch {
    return new TextDecoder('shift_jis').decode(output);
  }
}

/**
 * Managed settings on Windows: `HKLM\SOFTWARE\Policies\Madoguchi`, which only administrators write. reg.exe ends with 1
 * both for a missing key and for one that it may not read, and its words depend on the language, so the key above is
 * asked whether it has one of that name.
 */
export function createWindowsSettings(run: RunProgram): SettingsSource {
  const query = (words: readonly string[]) => run('reg.exe', ['query', ...words, '/reg:64']);
  return {
    name: 'managed',
    read: async (): Promise<SettingsReading> => {
      const answer = await query([policyKey, '/s']);
      if (answer === null) return { state: 'unreadable', why: 'reg-missing', problems: [] };
      if (answer.status === 0) return toReading(parseRegistryQuery(decodeConsole(answer.output)).values);
      const above = await query([parent]);
      if (above === null || above.status !== 0)
        return { state: 'unreadable', why: 'registry-refused', problems: [] };
      const { keys } = parseRegistryQuery(decodeConsole(above.output));
      const isThere = keys.some((key) => key.toLowerCase() === longRoot.toLowerCase());
      return isThere ? { state: 'unreadable', why: 'registry-refused', problems: [] } : { state: 'absent' };
    },
  };
}

function toReading(found: readonly RegistryValue[]): SettingsReading {
  const values = new Map<string, PlacedValue>();
  const problems: SettingsProblem[] = [];
  for (const one of found) {
    const below = one.key.slice(longRoot.length).replace(/^\\/, '').replaceAll('\\', '.');
    const name = below === '' ? one.name : `${below}.${one.name}`;
    const place = `${one.key}\\${one.name}`;
    const field = settingsField(name);
    const text = textOf(one);
    if (text === null) problems.push({ place, line: null, problem: `cannot be of type ${one.type}` });
    else {
      // An unknown field is the schema's to refuse, as in every other source.
      const read = field === null ? { value: text } : readFieldText(field, text);
      if (read === null)
        problems.push({ place, line: null, problem: 'cannot be read as this setting is written' });
      else values.set(name, { value: read.value, place, line: null });
    }
  }
  if (problems.length > 0) return { state: 'unreadable', why: 'not-valid', problems };
  return values.size === 0 ? { state: 'absent' } : { state: 'read', values };
}

function textOf({ type, data }: RegistryValue): string | null {
  switch (type) {
    case 'REG_SZ':
      return data;
    case 'REG_MULTI_SZ':
      // reg.exe parts the lines by a literal backslash and zero.
      return data.replaceAll('\\0', '\n').trimEnd();
    case 'REG_DWORD':
      return /^0x[0-9a-f]{1,8}$/i.test(data) ? String(Number(data)) : null;
    default:
      return null;
  }
}
