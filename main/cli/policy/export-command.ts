import { readRange } from '../../exchange/network-ranges.ts';
import { type ExportProblem, entraLocation, oktaZone, type ZoneSet, zoneSets } from './export-zones.ts';
import { type CommonOptions, note, noteProblems, sayJson, speechOf } from './policy-output.ts';
import type { PolicySpeech } from './policy-sentences.ts';
import { readPolicySource } from './policy-source.ts';

export interface ExportOptions extends CommonOptions {
  readonly okta: boolean;
  readonly entra: boolean;
  readonly room: readonly string[];
  readonly joint: boolean;
  readonly address: readonly string[];
}

/**
 * `policy export`: what the provider needs so that web sign-ins from the same rooms are exempt too. One request body as
 * JSON with `--joint` or one `--room`, otherwise a list of them. Exit status 1 when nothing could be exported.
 */
export async function exportFromCommandLine(path: string, options: ExportOptions): Promise<number> {
  const speech = speechOf(options);
  const complain = (sentence: string, status: number) => {
    note(sentence);
    return status;
  };
  if (options.okta === options.entra) return complain(speech.say('export.one-kind'), 2);
  const source = await readPolicySource(path, new Date());
  if (source.kind === 'unreadable') {
    noteProblems(source.problems, path, speech);
    return 2;
  }
  const { policy } = source;
  if (policy === null) return complain(speech.say('explain.source-unreadable', { path }), 2);
  const unknown = options.room.find((id) => !policy.rooms.some((room) => room.id === id));
  if (unknown !== undefined) return complain(speech.say('explain.room-unknown', { room: unknown }), 2);
  if (options.address.length > 0 && !options.joint && options.room.length !== 1) {
    return complain(speech.say('export.address-one-room'), 2);
  }
  const addresses = options.address.map(readRange);
  const unclear = addresses.indexOf(null);
  if (unclear >= 0) {
    return complain(speech.say('export.address-unclear', { text: options.address[unclear] ?? '' }), 2);
  }
  const { sets, unseen } = zoneSets(policy, {
    rooms: options.room.length === 0 ? null : options.room,
    joint: options.joint,
    addresses: addresses.filter((range) => range !== null),
  });
  for (const problem of unseen) note(exportSentence(problem, speech));
  if (sets.length === 0) return complain(speech.say('export.nothing'), 1);
  const bodies = sets.map((set: ZoneSet) => (options.okta ? oktaZone(set) : entraLocation(set)));
  const problem = bodies.find((body) => 'code' in body);
  if (problem !== undefined && 'code' in problem) return complain(exportSentence(problem, speech), 1);
  sayJson(options.joint || options.room.length === 1 ? bodies[0] : bodies);
  return 0;
}

function exportSentence(problem: ExportProblem, speech: PolicySpeech): string {
  const { code, ...parameters } = problem;
  return speech.say(`export.${code}`, parameters);
}
