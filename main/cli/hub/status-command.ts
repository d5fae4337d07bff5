import { createNetworkWatch } from '../../hub/networks/network-watch.ts';
import { type HubStanding, readStanding } from '../../hub/operation/status.ts';
import { providerOfHub } from '../policy/hub-folder.ts';
import { printJson, withHub } from './with-hub.ts';

const silentMs = 15 * 60_000;

/** `hub status`: exit status 0 when nothing needs a look, 1 when something does. */
export function statusFromCommandLine(folder: string, json: boolean): Promise<number> {
  return withHub(folder, async ({ database, now }) => {
    const standing = await readStanding(database.kysely, now());
    const provider = await providerOfHub(folder);
    const answers = await provider.health(AbortSignal.timeout(5_000)).catch(() => ({ ok: false }));
    const networks = (await createNetworkWatch({ database, provider }).look()).state;
    const attention = needsLook(standing, answers.ok, networks === 'differ');
    const shown = { ...standing, provider: answers.ok ? 'up' : 'down', networks, attention };
    if (json) printJson(shown);
    else process.stdout.write(`${lines(shown).join('\n')}\n`);
    return attention.length === 0 ? 0 : 1;
  });
}

type Attention =
  | 'not-initialised'
  | 'no-policy'
  | 'provider-down'
  | 'networks-differ'
  | 'late-suspensions'
  | 'open-reviews'
  | 'notices-failed'
  | 'audit-anomalies'
  | 'exempt-unexplained'
  | 'exempt-strangers'
  | 'sweep-failed'
  | 'stations-full';

/** What somebody should look at, the most urgent first. */
function needsLook(
  standing: HubStanding,
  providerUp: boolean,
  networksDiffer: boolean,
): readonly Attention[] {
  const { notices, queue, reviews, sweep } = standing;
  const found: readonly [boolean, Attention][] = [
    [!standing.initialised, 'not-initialised'],
    [queue.late > 0, 'late-suspensions'],
    [(sweep?.unexplained ?? 0) > 0, 'exempt-unexplained'],
    [!providerUp, 'provider-down'],
    [sweep?.outcome === 'failed', 'sweep-failed'],
    [(sweep?.strangers ?? 0) > 0, 'exempt-strangers'],
    [Object.keys(standing.stationsFull).length > 0, 'stations-full'],
    [standing.auditAnomalies > 0, 'audit-anomalies'],
    [Object.keys(reviews).length > 0, 'open-reviews'],
    [networksDiffer, 'networks-differ'],
    [standing.policyVersion === null, 'no-policy'],
    [(notices.failed ?? 0) + (notices.uncertain ?? 0) > 0, 'notices-failed'],
  ];
  return found.flatMap(([holds, name]) => (holds ? [name] : []));
}

function lines(
  shown: HubStanding & {
    readonly provider: string;
    readonly networks: string;
    readonly attention: readonly string[];
  },
): readonly string[] {
  const { queue, stations } = shown;
  const counted = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ') || 'none';
  const silent = stations.filter(
    ({ lastContactAt }) =>
      lastContactAt === null || Date.parse(shown.at) - Date.parse(lastContactAt) > silentMs,
  );
  return [
    `Needs a look     ${shown.attention.join(', ') || 'nothing'}`,
    `Queue            ${queue.open} open, ${queue.due} due (oldest ${queue.oldestDueAt ?? '-'}), ${queue.late} late`,
    `Reviews          ${counted(shown.reviews)}`,
    `Notices          ${counted(shown.notices)}`,
    `Provider         ${shown.provider}; exempt networks: ${shown.networks}`,
    `Sweep            ${sweepLine(shown.sweep)}`,
    `Policy           ${shown.policyVersion ?? 'none'}`,
    `Offline sign-ins ${shown.offlineSignIns} in seven days`,
    `Stations full    ${counted(shown.stationsFull)}`,
    `Stations         ${stations.length}, silent for 15 minutes: ${silent.length}`,
    ...silent.map(({ name, lastContactAt }) => `                 ${name} (${lastContactAt ?? 'never'})`),
  ];
}

function sweepLine(sweep: HubStanding['sweep']): string {
  if (sweep === null) return 'none yet';
  const { at, outcome, unexplained, resumed, strangers } = sweep;
  return `${outcome} at ${at}: ${resumed} ended, ${unexplained} unexplained, ${strangers} without a person`;
}
