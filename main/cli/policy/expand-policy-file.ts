import { minuteOfDay } from '../../exchange/local-moment.ts';
import { datesOf, type HourSpan, hoursOf, stationsOf, weekdaysOf, withoutMidnight } from './expand-lists.ts';
import { durationIn } from './human-duration.ts';
import { dayAfter, momentOf } from './local-date.ts';
import type { PolicyFile } from './policy-file-schema.ts';
import type { PolicyPath, PolicyProblem, PolicyProblemCode } from './policy-problem.ts';

/** The signed document's form of a policy file, not yet checked against its schema. */
export interface ExpandedPolicy {
  readonly value: Readonly<Record<string, unknown>>;
  /** Where in the file a place of the document was written. Places that are not named here are the same in both. */
  readonly origins: readonly { readonly document: PolicyPath; readonly file: PolicyPath }[];
  readonly problems: readonly PolicyProblem[];
}

type Unit = Parameters<typeof durationIn>[1];
/** A field of the document, the file's name for it, and the document's unit. */
type DurationField = readonly [documentName: string, fileName: string, unit: Unit];

const durations: readonly (readonly [section: PolicyPath, fields: readonly DurationField[]])[] = [
  [
    ['session'],
    [
      ['maximumMinutes', 'maximum', 'min'],
      ['idleMinutes', 'idle', 'min'],
      ['warningSeconds', 'warning', 's'],
      ['extensionMinutes', 'extension', 'min'],
      ['keepPlaceMinutes', 'keepPlace', 'min'],
    ],
  ],
  [['offline'], [['maximumAgeHours', 'maximumAge', 'h']]],
  [
    ['suspension'],
    [
      ['defaultHours', 'default', 'h'],
      ['maximumHours', 'maximum', 'h'],
      ['presetsHours', 'presets', 'h'],
      ['maximumQueueHours', 'maximumQueue', 'h'],
      ['repeatDays', 'repeatWithin', 'day'],
      ['reEnrolmentMinutes', 'reEnrolmentEvery', 'min'],
    ],
  ],
  [['clock'], [['maximumAgeHours', 'maximumAge', 'h']]],
  [['operatorRegistry'], [['maximumAgeHours', 'maximumAge', 'h']]],
];
const hookDuration: readonly DurationField[] = [['timeoutSeconds', 'timeout', 's']];

/** Puts what a policy file says in words into the form that is signed. `now` is the issue date where the file has none. */
export function expandPolicyFile(file: PolicyFile, now: Date): ExpandedPolicy {
  const origins: { document: PolicyPath; file: PolicyPath }[] = [];
  const problems: PolicyProblem[] = [];
  const problem = (code: PolicyProblemCode, path: PolicyPath, parameters: PolicyProblem['parameters'] = {}) =>
    problems.push({ code, severity: 'error', path, parameters });

  function numbered(section: object, at: PolicyPath, fields: readonly DurationField[]): object {
    const given = new Map<string, unknown>(Object.entries(section));
    for (const [documentName, fileName, unit] of fields) {
      const value = given.get(fileName);
      given.delete(fileName);
      if (value === undefined) continue;
      if (given.has(documentName))
        problem('said-twice', [...at, fileName], { one: fileName, other: documentName });
      const read = (text: unknown, path: PolicyPath) => {
        const number = typeof text === 'string' ? durationIn(text, unit) : null;
        if (number === null) problem('duration-not-whole', path, { text: String(text), unit });
        return number ?? 1;
      };
      const path = [...at, fileName];
      given.set(
        documentName,
        Array.isArray(value) ? value.map((one, index) => read(one, [...path, index])) : read(value, path),
      );
      origins.push({ document: [...at, documentName], file: path });
    }
    return Object.fromEntries(given);
  }

  /** Replaces each item of a list by what it stands for. */
  function spread<Item, Out>(
    items: readonly Item[],
    at: PolicyPath,
    code: PolicyProblemCode,
    expand: (item: Item) => readonly Out[] | null,
  ): Out[] {
    const out: Out[] = [];
    for (const [index, item] of items.entries()) {
      const expanded = expand(item);
      if (expanded === null) problem(code, [...at, index], { text: String(item) });
      for (const one of expanded ?? []) {
        origins.push({ document: [...at, out.length], file: [...at, index] });
        out.push(one);
      }
    }
    return out;
  }

  function instant(text: string, name: 'validFrom' | 'validUntil'): string {
    if (text.endsWith('Z')) return text;
    const [date = '', time] = text.split(' ');
    // "Until the 31st" means that day's last minute too.
    const day = time === undefined && name === 'validUntil' ? dayAfter(date) : date;
    const moment =
      momentOf(date, 0, 'UTC') === null ? null : momentOf(day, minuteOfDay(time ?? '00:00'), zone);
    if (moment === null) problem('date-unknown', [name], { text, timeZone: zone });
    return (moment ?? now).toISOString();
  }

  const zone = file.exemption.timeZone;
  const { $schema: _, ...said } = file;
  const sections: Record<string, unknown> = { ...said };
  for (const [[name = ''], fields] of durations) {
    const section = sections[name];
    if (typeof section === 'object' && section !== null) sections[name] = numbered(section, [name], fields);
  }
  const knowsZone = momentOf('2026-01-01', 0, zone) !== null;
  return {
    value: {
      ...sections,
      v: 1,
      issuedAt: file.issuedAt ?? now.toISOString(),
      // An unknown zone is one problem, not three; the document's check names it.
      validFrom: knowsZone ? instant(file.validFrom, 'validFrom') : now.toISOString(),
      validUntil: knowsZone
        ? instant(file.validUntil, 'validUntil')
        : new Date(now.getTime() + 86_400_000).toISOString(),
      rooms: file.rooms.map((room, index) => ({
        ...room,
        stations: spread(room.stations, ['rooms', index, 'stations'], 'stations-unclear', stationsOf),
      })),
      exemption: {
        ...file.exemption,
        hours: spread<PolicyFile['exemption']['hours'][number], HourSpan>(
          file.exemption.hours,
          ['exemption', 'hours'],
          'hours-unclear',
          (item) => (typeof item === 'string' ? hoursOf(item) : spansOf(item)),
        ),
        closedDays: spread(file.exemption.closedDays, ['exemption', 'closedDays'], 'dates-unclear', datesOf),
      },
      ...(file.lab === undefined
        ? {}
        : {
            lab: {
              ...file.lab,
              hooks: file.lab.hooks.map((hook, index) =>
                numbered(hook, ['lab', 'hooks', index], hookDuration),
              ),
            },
          }),
    },
    origins,
    problems,
  };
}

function spansOf(item: {
  readonly days: string | readonly (string | number)[];
  readonly from: string;
  readonly to: string;
}): readonly HourSpan[] | null {
  const given = typeof item.days === 'string' ? [item.days] : item.days;
  const days = given.map((day) => (typeof day === 'number' ? [day] : weekdaysOf(day)));
  if (days.includes(null)) return null;
  const all = [...new Set(days.flatMap((some) => some ?? []))].sort((one, other) => one - other);
  return withoutMidnight({ days: all, from: item.from, to: item.to });
}
