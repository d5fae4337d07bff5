import { type Role, role } from '../../../preload/contract/models/lab.ts';
import type { ExemptionPerson } from '../../agent/policy/decide-exemption.ts';
import { minuteOfDay } from '../../exchange/local-moment.ts';
import { rangeText, readRange } from '../../exchange/network-ranges.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { explainExemption } from './explain-exemption.ts';
import { localText } from './inspect-lines.ts';
import { momentOf } from './local-date.ts';
import { readPublicKeys } from './policy-key-files.ts';
import { type CommonOptions, note, noteProblems, say, sayJson, speechOf } from './policy-output.ts';
import type { PolicySpeech } from './policy-sentences.ts';
import { type PolicySource, readPolicySource } from './policy-source.ts';

export interface ExplainOptions extends CommonOptions {
  readonly key: readonly string[];
  readonly institution?: string;
  readonly station?: string;
  readonly room?: string;
  readonly address: readonly string[];
  readonly person?: string;
  readonly role: readonly string[];
  readonly group: readonly string[];
  readonly groupsUnknown: boolean;
  readonly at?: string;
  readonly json: boolean;
}

/**
 * `policy explain`: what a lab station would decide, with its reasons, by the very decision that stations make. Exit
 * status 0 when exempt, 1 when not, 2 when the question is incomplete.
 */
export async function explainFromCommandLine(path: string, options: ExplainOptions): Promise<number> {
  const speech = speechOf(options);
  const keys = await readPublicKeys(options.key);
  if ('problem' in keys) {
    noteProblems([keys.problem], path, speech);
    return 2;
  }
  const source = await readPolicySource(path, new Date());
  if (source.kind === 'unreadable') {
    noteProblems(source.problems, path, speech);
    return 2;
  }
  const asked = questionOf(source, options, speech);
  if ('complaint' in asked) {
    note(asked.complaint);
    return 2;
  }
  const { station, addresses, at, person } = asked;
  const { decision, lines } = explainExemption({
    policy:
      source.kind === 'file'
        ? { kind: 'file', policy: source.policy }
        : { kind: 'bundle', bundle: source.bundle, keys: keys.keys },
    institution: options.institution ?? null,
    station: { name: station, kind: 'lab' },
    addresses,
    at,
    person,
    speech,
  });
  if (options.json) {
    sayJson({ station, addresses, at: at.toISOString(), person, decision });
    return decision.exempt ? 0 : 1;
  }
  const timeZone = source.policy?.exemption.timeZone ?? 'UTC';
  say(
    speech.say('explain.asked', {
      station,
      addresses: addresses.join(' '),
      at: localText(at.toISOString(), timeZone),
      timeZone,
    }),
  );
  say(aboutPerson(person, speech));
  if (source.kind === 'file') say(speech.say('explain.not-signed'));
  say(speech.shared(decision.exempt ? 'exemption.holds' : 'exemption.holds-not'));
  for (const line of lines) say(line);
  // As at the lock screen: why there is such a rule, and whom to ask about it.
  for (const name of ['rationale', 'contact'] as const) {
    const words = decision[name];
    if (words !== null) say(speech.say(`explain.${name}`, { text: words[speech.language] }));
  }
  return decision.exempt ? 0 : 1;
}

function aboutPerson(person: ExemptionPerson | null, speech: PolicySpeech): string {
  if (person === null) return speech.say('explain.place-only');
  const listed = (items: readonly string[]) => (items.length === 0 ? '—' : items.join(', '));
  return speech.say('explain.person', {
    person: person.id,
    roles: listed(person.roles.map((one) => speech.shared(`role.${one}`))),
    groups: person.groups === null ? '?' : listed(person.groups),
  });
}

interface Asked {
  readonly station: string;
  readonly addresses: readonly string[];
  readonly at: Date;
  readonly person: ExemptionPerson | null;
}

/** Completes the question: a room stands for its first station and an address in its first network. */
function questionOf(
  source: Exclude<PolicySource, { readonly kind: 'unreadable' }>,
  options: ExplainOptions,
  speech: PolicySpeech,
): Asked | { readonly complaint: string } {
  const { policy } = source;
  const room = policy?.rooms.find(({ id }) => id === options.room);
  if (options.room !== undefined && room === undefined) {
    return { complaint: speech.say('explain.room-unknown', { room: options.room }) };
  }
  const station = options.station ?? room?.stations[0];
  if (station === undefined) return { complaint: speech.say('explain.station-needed') };
  const guessed = room?.networks.map(addressIn).filter((address) => address !== null) ?? [];
  const addresses = options.address.length > 0 ? options.address : guessed.slice(0, 1);
  if (addresses.length === 0) return { complaint: speech.say('explain.address-needed') };
  const at = timeOf(options.at, policy);
  if (at === null) return { complaint: speech.say('explain.time-unclear', { text: options.at ?? '' }) };
  const roles: Role[] = [];
  for (const text of options.role) {
    const known = role.safeParse(text);
    if (!known.success) return { complaint: speech.say('explain.role-unknown', { role: text }) };
    roles.push(known.data);
  }
  const groups = options.groupsUnknown ? null : options.group;
  const person = options.person === undefined ? null : { id: options.person, roles, groups };
  return { station, addresses, at, person };
}

/** The second address of a network, as a machine might have it; its only one where it has no other. */
function addressIn(network: string): string | null {
  const range = readRange(network);
  if (range === null) return null;
  const at = range.first < range.last ? range.first + 1n : range.first;
  return rangeText({ ...range, first: at, last: at }).split('/')[0] ?? null;
}

/** Now, an instant with its offset, or a time on the policy's own clock. */
function timeOf(text: string | undefined, policy: PolicyDocument | null): Date | null {
  if (text === undefined) return new Date();
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  if (date !== undefined && time !== undefined) {
    return momentOf(date, minuteOfDay(time), policy?.exemption.timeZone ?? 'UTC');
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text))
    return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}
