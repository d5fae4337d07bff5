import type { CheckId, CheckState } from '../../../preload/contract/models/doctor.ts';
import type { FleetStation } from '../../hub/fleet/posture-table.ts';

/** A station that has not reported for so long is counted as silent, in milliseconds: three reports were missed. */
export const silentAfterMs = 30 * 60_000;

export type Standing = CheckState | 'silent';

/** How a station stands: silent counts more than what it last said, and what the hub knows of its past most. */
export function standingOf(station: FleetStation, now: Date): Standing {
  if (station.past === 'tampered' || station.past === 'contested') return 'fail';
  const { report, reportedAt } = station;
  if (report === null || reportedAt === null || now.getTime() - Date.parse(reportedAt) > silentAfterMs)
    return 'silent';
  const order: readonly CheckState[] = ['fail', 'warn', 'unknown', 'pass'];
  const worst = order.find((state) => report.checks.some((check) => check.state === state)) ?? 'unknown';
  return worst === 'pass' && station.past === 'rolled-back' ? 'warn' : worst;
}

export interface Tally {
  readonly id: CheckId;
  readonly fail: number;
  readonly warn: number;
}

/** How many stations fail or warn at each check, the worst first; checks at which none does are left out. */
export function tallyChecks(fleet: readonly FleetStation[]): readonly Tally[] {
  const tallies = new Map<CheckId, { fail: number; warn: number }>();
  for (const { report } of fleet) {
    for (const { id, state } of report?.checks ?? []) {
      if (state !== 'fail' && state !== 'warn') continue;
      const tally = tallies.get(id) ?? { fail: 0, warn: 0 };
      tally[state] += 1;
      tallies.set(id, tally);
    }
  }
  return [...tallies]
    .map(([id, tally]) => ({ id, ...tally }))
    .toSorted(
      (one, other) => other.fail - one.fail || other.warn - one.warn || one.id.localeCompare(other.id),
    );
}

const width = 40;

/** A bar for each check, `█` a share of stations that fail and `▒` of those that warn, with the numbers beside it. */
export function plotTally(tallies: readonly Tally[], stations: number): readonly string[] {
  const share = (count: number) => (count === 0 ? 0 : Math.max(1, Math.round((count / stations) * width)));
  return tallies.map(({ id, fail, warn }) => {
    const failing = Math.min(share(fail), width);
    const warning = Math.min(share(warn), width - failing);
    const bar = `${'█'.repeat(failing)}${'▒'.repeat(warning)}`.padEnd(width);
    return `${id.padEnd(18)} ${bar} ${fail} fail, ${warn} warn of ${stations}`;
  });
}
