import { replaceFile } from '../../files/replace-file.ts';
import { settleInstance } from '../../hub/fleet/instance-table.ts';
import { readFleet } from '../../hub/fleet/posture-table.ts';
import { printJson, withHub } from '../hub/with-hub.ts';
import { languageOfTerminal } from '../policy/policy-sentences.ts';
import { fleetPage } from './fleet-page.ts';
import { plotTally, standingOf, tallyChecks } from './fleet-plot.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export interface FleetOptions {
  readonly data: string;
  readonly json: boolean;
  /** Where a page with plots is written. */
  readonly page?: string;
  readonly language?: string;
  readonly timeZone?: string;
}

/**
 * `hub fleet`: every station with versions, last contact and failing checks, and how many fail at what; with `page` as a page
 * of HTML besides. Exit status 1 where a station fails.
 */
export function fleetFromCommandLine(options: FleetOptions): Promise<number> {
  const { data, json, page } = options;
  return withHub(data, async ({ database, now }) => {
    const at = now();
    const stations = await readFleet(database);
    if (page !== undefined) {
      const language = languageOfTerminal(options.language);
      const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
      await replaceFile(page, fleetPage(stations, { now: at, language, timeZone }), 0o640);
    }
    const fleet = stations.map((station) => ({
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
