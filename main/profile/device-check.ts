import type { DevicePlatform, DeviceTable } from '../../preload/contract/models/devices.ts';

/**
 * - `works`: the system's version is enough.
 * - `too-old`: it needs at least `from`.
 * - `unknown-version`: it would, from `from` on, and nobody said which version this is.
 * - `not-there`: no device of this kind can carry it.
 */
export type DeviceVerdict =
  | { readonly method: string; readonly verdict: 'works' | 'not-there'; readonly assumed: boolean }
  | {
      readonly method: string;
      readonly verdict: 'too-old' | 'unknown-version';
      readonly from: string;
      readonly assumed: boolean;
    };

/**
 * Which of the table's methods a device can carry. `version` is what the person typed (`17`, `17.2.1`, `Android 9`); the
 * first number in it counts, full-width digits too. Without one, methods that need a version answer `unknown-version`.
 */
export function methodsOnDevice(
  table: DeviceTable,
  platform: DevicePlatform,
  version: string,
): readonly DeviceVerdict[] {
  const found = versionOf(version);
  return table.methods.map(({ id, on }) => {
    const row = on.find((candidate) => candidate.platform === platform);
    if (row === undefined) return { method: id, verdict: 'not-there', assumed: false };
    const assumed = row.assumed === true;
    if (row.from === null) return { method: id, verdict: 'works', assumed };
    if (found === null) return { method: id, verdict: 'unknown-version', from: row.from, assumed };
    return isAtLeast(found, versionOf(row.from) ?? [0, 0])
      ? { method: id, verdict: 'works', assumed }
      : { method: id, verdict: 'too-old', from: row.from, assumed };
  });
}

/** Whether a model that was released in `year` is likely past its updates; null where nobody says for how long. */
export function isPastSupport(
  table: DeviceTable,
  platform: DevicePlatform,
  year: number,
  now: Date,
): boolean | null {
  const years = table.platforms.find(({ id }) => id === platform)?.supportYears ?? null;
  return years === null ? null : now.getUTCFullYear() - year > years;
}

function versionOf(typed: string): readonly [number, number] | null {
  const match = /(\d{1,3})(?:\.(\d{1,3}))?/.exec(typed.slice(0, 100).normalize('NFKC'));
  return match === null ? null : [Number(match[1]), Number(match[2] ?? 0)];
}

function isAtLeast(found: readonly [number, number], least: readonly [number, number]): boolean {
  return found[0] > least[0] || (found[0] === least[0] && found[1] >= least[1]);
}
