import type { UpdateRules } from '../../exchange/update-rules.ts';
import { compareVersions, type ReleasedPackage } from './release.ts';
import { isInShare } from './rollout-share.ts';

/** All files of one version that a station needs at once. */
export interface Release {
  readonly version: string;
  readonly packages: readonly ReleasedPackage[];
}

/** What is known of the station, whatever it does at the moment. */
export interface UpdatableStation {
  readonly id: string;
  readonly system: string;
  /** Packages of this program and their version, as the system has them. */
  readonly installed: ReadonlyMap<string, string>;
  /** Versions that were taken back here. */
  readonly failed: readonly string[];
}

/** Why a station that could be updated stays as it is. Those of `passing` end by themselves. */
export type UpdateHindrance =
  | 'not-this-station-yet'
  | 'failed-before'
  | 'too-old'
  | 'no-way-back'
  /** The system's installer knows none of our packages, or several versions. */
  | 'not-installed-whole'
  | 'reported-only'
  | 'frozen'
  | 'clock-untrusted'
  | 'session-open'
  | 'operator-signed-in'
  | 'wiping'
  | 'unsent-in-other-format';

/** The one version that all its packages have; null where they differ, and then somebody is at work on them. */
export function installedVersion(installed: ReadonlyMap<string, string>): string | null {
  const versions = new Set(installed.values());
  const [only] = versions;
  return versions.size === 1 && only !== undefined ? only : null;
}

export type Choice =
  | { readonly release: Release; readonly previous: Release; readonly newest: string }
  /** There is a newer version, and why it is not for this station. */
  | { readonly release: null; readonly newest: string; readonly why: UpdateHindrance }
  | null;

/**
 * The newest version that this station may have, with the packages that would bring it back; null where nothing newer is
 * offered.
 */
export function chooseRelease(
  offered: readonly ReleasedPackage[],
  station: UpdatableStation,
  channel: string,
): Choice {
  const fitting = offered.filter(({ facts }) => facts.system === station.system);
  const current = installedVersion(station.installed);
  if (current === null) {
    const onChannel = fitting.filter(({ facts }) => facts.channels.includes(channel));
    const newest = onChannel
      .map(({ facts }) => facts.version)
      .toSorted(compareVersions)
      .at(-1);
    return newest === undefined ? null : { release: null, newest, why: 'not-installed-whole' };
  }
  const versions = [...new Set(fitting.map(({ facts }) => facts.version))]
    .filter((version) => compareVersions(version, current) > 0)
    .toSorted(compareVersions)
    .toReversed();
  const whole = versions.flatMap((version) => {
    const release = releaseOf(fitting, station, version);
    return release?.packages.every(({ facts }) => facts.channels.includes(channel)) ? [release] : [];
  });
  const newest = whole[0];
  if (newest === undefined) return null;
  const judged = whole.map((release) => ({ release, why: standing(release, station, current) }));
  const mine = judged.find(({ why }) => why === null);
  if (mine === undefined) {
    return { release: null, newest: newest.version, why: judged[0]?.why ?? 'not-this-station-yet' };
  }
  const previous = releaseOf(fitting, station, current);
  return previous === null
    ? { release: null, newest: newest.version, why: 'no-way-back' }
    : { release: mine.release, previous, newest: newest.version };
}

function standing(release: Release, station: UpdatableStation, current: string): UpdateHindrance | null {
  if (station.failed.includes(release.version)) return 'failed-before';
  if (release.packages.some(({ facts }) => facts.from && compareVersions(current, facts.from) < 0))
    return 'too-old';
  const share = Math.min(...release.packages.map(({ facts }) => facts.share));
  return isInShare(station.id, release.version, share) ? null : 'not-this-station-yet';
}

/** The packages of a version for exactly what is installed; null where one is missing, or there twice. */
export function releaseOf(
  offered: readonly ReleasedPackage[],
  station: UpdatableStation,
  version: string,
): Release | null {
  const packages = [...station.installed.keys()].map((name) =>
    offered.filter(({ facts }) => facts.version === version && facts.package === name),
  );
  if (packages.length === 0 || packages.some((found) => found.length !== 1)) return null;
  return { version, packages: packages.flat() };
}

/** What the station does at this moment. */
export interface Moment {
  /** Trusted time; null where there is none. */
  readonly now: Date | null;
  readonly sessionOpen: boolean;
  readonly operatorSignedIn: boolean;
  readonly wiping: boolean;
  /** Formats of the commands that wait to be sent. */
  readonly unsentFormats: readonly number[];
}

/** Why a release is not installed now, all of it; empty where it may be. */
export function hindrances(release: Release, policy: UpdateRules, moment: Moment): UpdateHindrance[] {
  const { now } = moment;
  const frozen = (policy.freezes ?? []).some(
    ({ from, until }) => now !== null && now >= new Date(from) && now < new Date(until),
  );
  const sends = (format: number) =>
    release.packages.every(({ facts }) => facts.commandFormats.includes(format));
  const found: readonly (readonly [boolean, UpdateHindrance])[] = [
    [policy.mode === 'report', 'reported-only'],
    [frozen, 'frozen'],
    [now === null, 'clock-untrusted'],
    [moment.sessionOpen, 'session-open'],
    [moment.operatorSignedIn, 'operator-signed-in'],
    [moment.wiping, 'wiping'],
    [!moment.unsentFormats.every(sends), 'unsent-in-other-format'],
  ];
  return found.flatMap(([holds, why]) => (holds ? [why] : []));
}
