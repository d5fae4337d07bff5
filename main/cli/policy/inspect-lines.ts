import { localMoment } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { stationRuns } from './expand-lists.ts';
import { type InspectedBundle, validityAt } from './inspect-bundle.ts';
import type { PolicySentence, PolicySpeech } from './policy-sentences.ts';

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What a policy says, for a person to read: one line a fact. `inspected` is absent for a file that is not signed. */
export function inspectLines(
  policy: PolicyDocument,
  inspected: Pick<InspectedBundle, 'signature' | 'keyId'> | null,
  at: Date,
  speech: PolicySpeech,
): readonly string[] {
  const { say, language } = speech;
  const { exemption, offline } = policy;
  const line = (label: PolicySentence, value: string) => `${say(label)}: ${printable(value)}`;
  const listed = (items: readonly string[]) =>
    items.length === 0 ? say('inspect.nobody') : items.join(', ');
  const validity = {
    from: localText(policy.validFrom, exemption.timeZone),
    until: localText(policy.validUntil, exemption.timeZone),
  };
  return [
    line(
      'inspect.signature',
      inspected === null
        ? say('inspect.signature.source')
        : say(`inspect.signature.${inspected.signature}`, { key: inspected.keyId ?? '—' }),
    ),
    line('inspect.institution', policy.institution),
    line('inspect.version', String(policy.version)),
    line('inspect.validity', say(`inspect.validity.${validityAt(policy, at)}`, validity)),
    line('inspect.rationale', policy.rationale[language]),
    line('inspect.contact', policy.contact[language]),
    ...policy.rooms.flatMap((room) => [
      line('inspect.room', `${room.id} — ${room.label[language]}`),
      `  ${say('inspect.stations', { count: room.stations.length, names: stationRuns(room.stations).join(' ') })}`,
      `  ${say('inspect.networks', { networks: room.networks.join(' ') })}`,
    ]),
    line('inspect.roles', listed(exemption.roles.map((role) => speech.shared(`role.${role}`)))),
    ...(exemption.groups?.exempt === undefined
      ? []
      : [line('inspect.groups-exempt', listed(exemption.groups.exempt))]),
    ...(exemption.groups?.asked === undefined
      ? []
      : [line('inspect.groups-asked', listed(exemption.groups.asked))]),
    ...exemption.hours.map(({ days, from, to }) =>
      line(
        'inspect.hours',
        `${days.map((day) => dayNames[day - 1] ?? '').join(',')} ${from}-${to} (${exemption.timeZone})`,
      ),
    ),
    line('inspect.closed-days', listed(exemption.closedDays)),
    line('inspect.exempt-people', listed(exemption.exemptPeople ?? [])),
    line('inspect.always-asked', listed(exemption.alwaysAsked)),
    line('inspect.session', say('inspect.session-length', { minutes: policy.session.maximumMinutes })),
    line(
      'inspect.offline',
      offline === undefined
        ? say('inspect.offline-none')
        : say('inspect.offline-limits', { hours: offline.maximumAgeHours, people: offline.maximumPeople }),
    ),
  ];
}

/** A policy may be a stranger's: what it says can't move the terminal's cursor. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_C}]/gu, '�');
}

/** A moment on the policy's own clock, to the minute; UTC where its time zone does not exist. */
export function localText(instant: string, timeZone: string): string {
  const local = localMoment(new Date(instant), timeZone);
  if (local === null) return instant;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local.date} ${two(Math.floor(local.minuteOfDay / 60))}:${two(local.minuteOfDay % 60)}`;
}
