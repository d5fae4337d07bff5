import { ok, type Result } from '../../../preload/contract/errors.ts';
import { type KioskPosture, type KioskReport, kioskPosture } from '../../../preload/contract/models/kiosk.ts';
import type { Store, TrustedClock } from '../ports.ts';
import { readState, writeState } from '../store/station-state.ts';

const key = 'kiosk-posture';

export interface KioskReports {
  report(report: KioskReport): Result<Record<string, never>>;
  /** The newest report, of an earlier run too; null for none yet. */
  last(): KioskPosture | null;
}

/** Keeps what the face last said of its hold, across restarts, for doctor. Nothing is decided by it. */
export function createKioskReports(ports: {
  readonly store: Store;
  readonly clock: TrustedClock;
}): KioskReports {
  const last = () => readState(ports.store.read, key, kioskPosture);
  return {
    last,
    report({ facts }) {
      // A report that says nothing new costs no write.
      if (JSON.stringify(last()?.facts) !== JSON.stringify(facts)) {
        const posture: KioskPosture = { reportedAt: ports.clock.now().toISOString(), facts };
        ports.store.write((database) => writeState(database, key, posture));
      }
      return ok({});
    },
  };
}
