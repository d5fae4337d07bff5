import { settleInstance } from '../../hub/fleet/instance-table.ts';
import { readFleet } from '../../hub/fleet/posture-table.ts';
import { printJson, withHub } from '../hub/with-hub.ts';
import { plotTally, standingOf, tallyChecks } from './fleet-plot.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `hub fleet`: every station with versions, last contact and failing checks, and how many fail at what. */
export function fleetFromCommandLine(folder: string, json: boolean): Promise<number> {
  return withHub(folder, async ({ database, now }) => {
    const at = now();
    const fleet = (await readFleet(database)).map((station) => ({
      ...station,
      standing: standingOf(station, at),
    }));
    const isBad = fleet.some(({ standing }) => standing === 'fail');
    if (json) {
      printJson({ at: at.toISOString(), stations: fleet, checks: tallyChecks(fleet) });
      return isBad ? 1 : 0;
    }
    for (const { name, kind, standing, past, report, reportedAt } of fleet) {
      const failing = (report?.checks ?? []).filter(({ state }) => state === 'fail').map(({ id }) => id);
      const versions =
        report === null ? '' : ` ${report.version} node ${report.node} electron ${report.electron ?? '-'}`;
      const history = past === 'as-known' ? '' : ` [${past}]`;
      say(
        `${standing.padEnd(8)} ${name} (${kind})${versions}, last ${reportedAt ?? 'never'}${history} ${failing.join(' ')}`.trimEnd(),
      );
    }
    say('');
    for (const line of plotTally(tallyChecks(fleet), fleet.length)) say(line);
    return isBad ? 1 : 0;
  });
}

/** `hub settle`: IT has looked at a station whose past was in doubt; the next of its machines that speaks is the station. */
export function settleFromCommandLine(folder: string, station: string): Promise<number> {
  return withHub(folder, async ({ database, key, now }) => {
    if (await settleInstance(database, key, station, now())) {
      say(`settled: ${station}`);
      return 0;
    }
    process.stderr.write(`Nothing is known of a station ${station}.\n`);
    return 1;
  });
}
