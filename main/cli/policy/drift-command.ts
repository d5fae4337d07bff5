import { zoneName } from '../../exchange/exempt-zones.ts';
import { judgeNetworkDrift, type NetworkJudgement } from '../../hub/networks/judge-network-drift.ts';
import { createNetworkWatch } from '../../hub/networks/network-watch.ts';
import { openHubDatabase, providerOfHub } from './hub-folder.ts';
import { readBoundedText } from './policy-file.ts';
import { type CommonOptions, note, noteProblems, say, sayJson, speechOf } from './policy-output.ts';
import type { PolicySpeech } from './policy-sentences.ts';
import { readPolicySource } from './policy-source.ts';
import { readProviderZones } from './provider-zones.ts';

export interface DriftOptions extends CommonOptions {
  readonly policy?: string;
  readonly zones?: string;
  readonly hub?: string;
  readonly zone: readonly string[];
  readonly room: readonly string[];
  readonly json: boolean;
}

/**
 * `policy drift`: how the provider's exempt networks stand to the policy's rooms: by what the provider's interface
 * answered (`--policy`, `--zones`), or as a hub sees it (`--hub`, its data folder; PostgreSQL by `DATABASE_URL`). Exit
 * status 0 when they agree, 1 when not, 2 when nothing could be compared.
 */
export async function driftFromCommandLine(options: DriftOptions): Promise<number> {
  const speech = speechOf(options);
  if (options.hub !== undefined) return driftOfHub(options.hub, options, speech);
  if (options.policy === undefined || options.zones === undefined) {
    note(speech.say('drift.source-needed'));
    return 2;
  }
  const source = await readPolicySource(options.policy, new Date());
  if (source.kind === 'unreadable') {
    noteProblems(source.problems, options.policy, speech);
    return 2;
  }
  if (source.policy === null) {
    note(speech.say('explain.source-unreadable', { path: options.policy }));
    return 2;
  }
  const text = await readBoundedText(options.zones);
  const networks = 'text' in text ? readProviderZones(text.text) : null;
  if (networks === null) {
    note(speech.say('drift.zones-unreadable', { path: options.zones }));
    return 2;
  }
  const judgement = judgeNetworkDrift({
    policy: source.policy,
    networks,
    ...(options.zone.length === 0 ? {} : { zones: options.zone }),
    ...(options.room.length === 0 ? {} : { rooms: options.room }),
  });
  return report(judgement, zoneName(source.policy, null), options, speech);
}

async function driftOfHub(folder: string, options: DriftOptions, speech: PolicySpeech): Promise<number> {
  const database = await openHubDatabase(folder);
  if (database === null) {
    note(speech.say('drift.not-compared'));
    return 2;
  }
  try {
    const provider = await providerOfHub(folder);
    const standing = await createNetworkWatch({ database, provider }).look();
    if (!('judgement' in standing)) {
      if (options.json) sayJson(standing);
      else note(speech.say(`drift.${standing.state}`));
      return 2;
    }
    return report(standing.judgement, 'madoguchi', options, speech);
  } finally {
    await database.close();
  }
}

function report(
  judgement: NetworkJudgement,
  expected: string,
  options: DriftOptions,
  speech: PolicySpeech,
): number {
  const { drift, unseen, compared } = judgement;
  const status = drift.length === 0 ? 0 : 1;
  if (options.json) {
    sayJson(judgement);
    return status;
  }
  for (const { kind, ...parameters } of drift) say(speech.say(`drift.${kind}`, parameters));
  for (const parameters of unseen) note(speech.say('drift.unseen', parameters));
  if (compared.length === 0) note(speech.say('drift.none-of-ours', { name: expected }));
  say(speech.say(status === 0 ? 'drift.agree' : 'drift.differ', { count: drift.length }));
  return status;
}
