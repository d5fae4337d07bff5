import type { StationInstance } from '../../exchange/station-instance.ts';

/** What the hub keeps of the running of a station. */
export interface KeptInstance extends StationInstance {
  /** When this run was first heard, Unix milliseconds. */
  readonly since: number;
  /** Runs before it, the newest first. */
  readonly retired: readonly string[];
  /** How often the station's state went back since IT last settled it. */
  readonly rollbacks: number;
  readonly contested: 'another-machine' | 'two-runs' | null;
}

export interface InstanceVerdict {
  readonly admitted: boolean;
  /** To be stored in place of what was kept; the same object where nothing changed. */
  readonly kept: KeptInstance | null;
}

/** A run that was replaced may have had a request under way for so long. */
const lateRequestMs = 60_000;
const rememberedRuns = 16;

/**
 * Whether a run of a station may speak for it.
 *
 * - Another machine with the station's key is a clone: it is refused, and the first goes on.
 * - A run that was replaced and speaks again means that two are alive: the older goes on, the newer is refused.
 * - A lower count than before on the same machine means that the state went back, as when a disk is restored: the
 *   station works on, and it is told.
 *
 * Once contested, no new run is admitted until IT decides, but for a restart of the very machine that was there first.
 */
export function judgeInstance(
  kept: KeptInstance | null,
  claim: StationInstance | undefined,
  now: number,
): InstanceVerdict {
  // A station that has once said which run it is never stops saying so.
  if (claim === undefined) return { admitted: kept === null, kept };
  const fresh = { ...claim, since: now, retired: [], rollbacks: 0, contested: null };
  if (kept === null) return { admitted: true, kept: fresh };
  if (claim.run === kept.run) return { admitted: true, kept };
  const elsewhere = claim.machine !== null && kept.machine !== null && claim.machine !== kept.machine;
  const retired = [kept.run, ...kept.retired].slice(0, rememberedRuns);
  if (kept.contested !== null) {
    const restarted =
      kept.contested === 'another-machine' &&
      claim.machine !== null &&
      claim.machine === kept.machine &&
      claim.count > kept.count;
    return restarted
      ? { admitted: true, kept: { ...kept, ...claim, since: now, retired } }
      : { admitted: false, kept };
  }
  if (elsewhere) return { admitted: false, kept: { ...kept, contested: 'another-machine' } };
  if (kept.retired.includes(claim.run)) {
    if (now - kept.since < lateRequestMs) return { admitted: false, kept };
    return { admitted: true, kept: { ...kept, ...claim, since: now, retired, contested: 'two-runs' } };
  }
  const wentBack = claim.count <= kept.count;
  const next = { ...kept, ...claim, since: now, retired };
  return { admitted: true, kept: wentBack ? { ...next, rollbacks: kept.rollbacks + 1 } : next };
}
