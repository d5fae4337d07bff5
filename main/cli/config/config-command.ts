import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settingsFields } from '../../agent/settings-fields.ts';
import { loadSettings, readMachineFile } from '../../agent/settings-load.ts';
import { resolveSettings } from '../../agent/settings-resolve.ts';
import type { SettingsProblem } from '../../agent/settings-source.ts';
import { standardSettingsFile } from '../doctor/doctor-command.ts';
import { admxFiles } from './admx.ts';

/** `file:line: what is wrong`, as compilers write it. */
export function settingsProblemLine({ place, line, problem }: SettingsProblem): string {
  const where = line === null ? place : `${place}:${line}`;
  return `${where}: ${problem}`.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/gu, '�');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What must not be read over a shoulder, or in a ticket to which the output was pasted. */
const secrets = /token|secret|password|key/i;

/** The same value with every field that may be a secret covered. */
export function covered(name: string, value: unknown): unknown {
  if (
    secrets.test(name) &&
    name !== 'softwareKeys' &&
    (typeof value === 'string' || typeof value === 'number')
  )
    return '(covered)';
  if (Array.isArray(value)) return value.map((one) => covered('', one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, covered(key, inner)]));
}

/** `config show`: every setting, its value and where it comes from. 0 when they make a whole, otherwise 1. */
export async function showFromCommandLine(options: {
  readonly settings?: string;
  readonly set: readonly string[];
  readonly json: boolean;
}): Promise<number> {
  const file = options.settings ?? standardSettingsFile();
  const { settings, origins, problems, kept, lost } = await loadSettings({
    file,
    set: options.set,
    remember: false,
  });
  const rows = settingsFields.flatMap(({ name }) => {
    const origin = origins.get(name);
    return origin === undefined ? [] : [{ name, ...origin, value: covered(name, origin.value) }];
  });
  const whole = settings !== null && lost.length === 0;
  if (options.json) {
    say(JSON.stringify({ whole, settings: rows, problems, lastKnown: kept, unknown: lost }, null, 2));
    return whole ? 0 : 1;
  }
  for (const { name, value, source, place, line, lastKnown } of rows) {
    const where = `${source}, ${place}${line === null ? '' : `:${line}`}${lastKnown ? ', last known' : ''}`;
    say(`${name} = ${JSON.stringify(value)}  (${where})`);
  }
  for (const { source, why } of kept) note(`${source}: cannot be read (${why}); its last known values hold`);
  for (const { source, why } of lost) note(`${source}: cannot be read (${why}), and nothing of it is known`);
  for (const problem of problems) note(settingsProblemLine(problem));
  return whole ? 0 : 1;
}

/** `config check`: judges one file by itself. 0 when an agent could start with it, otherwise 1. */
export function checkFromCommandLine(path: string): number {
  const absent = { state: 'absent' } as const;
  const machine = readMachineFile(path);
  const { settings, problems } = resolveSettings({ managed: absent, machine, 'command-line': absent }, {});
  for (const problem of problems) note(settingsProblemLine(problem));
  if (problems.length === 0 && settings !== null) {
    say(`${path}: good`);
    return 0;
  }
  return 1;
}

/** `config admx`: writes Group Policy's templates; an older set in the folder is replaced. */
export function admxFromCommandLine(out: string): number {
  for (const { path, text } of admxFiles()) {
    const file = join(out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `﻿${text}`);
    say(file);
  }
  return 0;
}
