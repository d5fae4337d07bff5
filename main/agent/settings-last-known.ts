import { closeSync, constants, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LastKnown } from './settings-resolve.ts';
import type { SettingsReading, SettingsSourceName } from './settings-source.ts';

const fileName = 'settings-last-known.json';
const fields = z.record(z.string(), z.json());
const lastKnownFile = z.strictObject({
  managed: fields.optional(),
  machine: fields.optional(),
});

/**
 * What the sources last said, from the agent's state folder. Believed only while the file is its owner's alone, and the
 * owner is who asks or root's: otherwise nothing is known.
 */
export function readLastKnown(stateFolder: string): LastKnown {
  let file: number;
  try {
    file = openSync(join(stateFolder, fileName), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch {
    return {};
  }
  try {
    const { mode, uid } = fstatSync(file);
    const own = process.getuid?.();
    if (own !== undefined && ((mode & 0o077) !== 0 || (own !== 0 && uid !== own))) return {};
    const { managed, machine } = lastKnownFile.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? {};
    return { ...(managed === undefined ? {} : { managed }), ...(machine === undefined ? {} : { machine }) };
  } catch {
    return {};
  } finally {
    closeSync(file);
  }
}

/**
 * Keeps what could be read, for the day on which it can't be; a source that can't be read now keeps what it had, one that
 * is gone is forgotten. One-time tokens are never kept.
 */
export function keepLastKnown(
  stateFolder: string,
  readings: Readonly<Record<SettingsSourceName, SettingsReading>>,
): void {
  const before = readLastKnown(stateFolder);
  const kept: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const source of ['managed', 'machine'] as const) {
    const reading = readings[source];
    const known = before[source];
    if (reading.state === 'read') {
      const values = [...reading.values].filter(([name]) => name !== 'hub.enrolmentToken');
      kept[source] = Object.fromEntries(values.map(([name, { value }]) => [name, value]));
    } else if (reading.state === 'unreadable' && known !== undefined) kept[source] = known;
  }
  const text = `${JSON.stringify(kept)}\n`;
  if (JSON.stringify(before) === JSON.stringify(kept)) return;
  const path = join(stateFolder, fileName);
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
