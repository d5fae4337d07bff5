import type { DevicePlatform, DeviceTable } from '../../preload/contract/models/devices.ts';

/**
 * - `works`: the system's version is enough.
 * - `too-old`: it needs at least `from`.
 * - `update-first`: so it does, and this model can be brought to `upTo`, which is enough.
 * - `model-ends`: this model's system ends at `upTo`, before `from`.
 * - `unknown-version`: it would, from `from` on, and nobody said which version this is.
 * - `not-there`: no device of this kind can carry it.
 */
export interface DeviceVerdict {
  readonly method: string;
  readonly verdict: 'works' | 'too-old' | 'update-first' | 'model-ends' | 'unknown-version' | 'not-there';
  readonly assumed: boolean;
}

export type DeviceModel = DeviceTable['models'][number];

/** The table's model of that id, if it is one of the platform's; null for any other. */
export function modelOf(table: DeviceTable, platform: DevicePlatform, id: string | null): DeviceModel | null {
  return table.models.find((model) => model.id === id && model.platform === platform) ?? null;
}

/**
 * Which of the table's methods a device can carry. `version` is what the person typed (`17`, `17.2.1`, `Android 9`); the
 * first number in it counts, full-width digits too. Without one, methods that need a version answer `unknown-version`.
 * A model's own end counts before what was typed: somebody who says that their old model has a newer system than it can
 * take is mistaken in one of the two, and is promised nothing.
 */
export function methodsOnDevice(
  table: DeviceTable,
  device: { readonly platform: DevicePlatform; readonly model: DeviceModel | null; readonly version: string },
): readonly DeviceVerdict[] {
  const found = versionOf(device.version);
  const upTo = device.model === null ? null : versionOf(device.model.upTo);
  return table.methods.map(({ id, on }) => {
    const row = on.find((candidate) => candidate.platform === device.platform);
    if (row === undefined) return { method: id, verdict: 'not-there', assumed: false };
    const assumed = row.assumed === true;
    if (row.from === null) return { method: id, verdict: 'works', assumed };
    return { method: id, verdict: judgeVersion(versionOf(row.from) ?? [0, 0], found, upTo), assumed };
  });
}

type Version = readonly [number, number];

function judgeVersion(from: Version, found: Version | null, upTo: Version | null) {
  if (upTo !== null && !isAtLeast(upTo, from)) return 'model-ends';
  if (found === null) return 'unknown-version';
  if (isAtLeast(found, from)) return 'works';
  return upTo === null ? 'too-old' : 'update-first';
}

/**
 * Whether a device gets no updates any more: as its maker says it of the model, otherwise likely by the year in which it
 * came out; null where nobody says for how long, or no year is known.
 */
export function isPastSupport(
  table: DeviceTable,
  device: {
    readonly platform: DevicePlatform;
    readonly model: DeviceModel | null;
    readonly year: number | null;
  },
  now: Date,
): boolean | null {
  if (device.model !== null) return !device.model.updated;
  const years = table.platforms.find(({ id }) => id === device.platform)?.supportYears ?? null;
  return years === null || device.year === null ? null : now.getUTCFullYear() - device.year > years;
}

function versionOf(typed: string): Version | null {
  const match = /(\d{1,3})(?:\.(\d{1,3}))?/.exec(typed.slice(0, 100).normalize('NFKC'));
  return match === null ? null : [Number(match[1]), Number(match[2] ?? 0)];
}

function isAtLeast(found: Version, least: Version): boolean {
  return found[0] > least[0] || (found[0] === least[0] && found[1] >= least[1]);
}
