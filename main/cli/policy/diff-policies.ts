import { comparableGroupName } from '../../agent/policy/group-name.ts';
import { localMoment } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { changedHours } from './diff-hours.ts';
import { changedRooms } from './diff-rooms.ts';
import { accountedFor, changedSettings } from './diff-settings.ts';
import { type PolicyChange, setChanges } from './policy-change.ts';

/**
 * What changes from one policy to another, and what of it opens something: lets anybody in without a second factor who
 * was asked before, or relaxes a limit. Whatever this comparison does not know counts as opening, so that a person looks
 * at it.
 */
export function diffPolicies(before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] {
  return [
    ...changedValidity(before, after),
    ...changedRooms(before, after),
    ...changedHours(before, after),
    ...changedClosedDays(before, after),
    ...changedPeople(before.exemption, after.exemption),
    ...changedSettings(before, after),
    ...unaccounted(before, after),
  ];
}

function changedValidity(before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] {
  const moved = (
    name: 'validFrom' | 'validUntil' | 'version',
    opens: boolean | null,
  ): readonly PolicyChange[] =>
    before[name] === after[name]
      ? []
      : [
          {
            code: 'value',
            effect: opens === null ? 'other' : opens ? 'opens' : 'closes',
            parameters: { field: name, from: String(before[name]), to: String(after[name]) },
          },
        ];
  return [
    ...moved('version', null),
    ...moved('validFrom', Date.parse(after.validFrom) < Date.parse(before.validFrom)),
    ...moved('validUntil', Date.parse(after.validUntil) > Date.parse(before.validUntil)),
  ];
}

/** A closed day that lies before the new policy begins opens nothing when it goes. */
function changedClosedDays(before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] {
  const dayBefore = new Date(Date.parse(after.validFrom) - 86_400_000);
  const begins = localMoment(dayBefore, after.exemption.timeZone)?.date ?? '';
  return setChanges(before.exemption.closedDays, after.exemption.closedDays, {
    field: 'exemption.closedDays',
    added: () => 'closes',
    removed: (date) => (date < begins ? 'other' : 'opens'),
  });
}

type Exemption = PolicyDocument['exemption'];

function changedPeople(before: Exemption, after: Exemption): readonly PolicyChange[] {
  const neededBefore = before.groups?.exempt;
  const neededAfter = after.groups?.exempt;
  return [
    ...setChanges(before.roles, after.roles, {
      field: 'exemption.roles',
      added: () => 'opens',
      removed: () => 'closes',
    }),
    ...setChanges(before.alwaysAsked, after.alwaysAsked, {
      field: 'exemption.alwaysAsked',
      added: () => 'closes',
      removed: () => 'opens',
      same: (id) => id.toLowerCase(),
    }),
    ...setChanges(before.exemptPeople ?? [], after.exemptPeople ?? [], {
      field: 'exemption.exemptPeople',
      added: () => 'opens',
      removed: () => 'closes',
    }),
    ...setChanges(before.groups?.asked ?? [], after.groups?.asked ?? [], {
      field: 'exemption.groups.asked',
      added: () => 'closes',
      removed: () => 'opens',
      same: comparableGroupName,
    }),
    ...(neededBefore !== undefined && neededAfter !== undefined
      ? setChanges(neededBefore, neededAfter, {
          field: 'exemption.groups.exempt',
          added: () => 'opens',
          removed: () => 'closes',
          same: comparableGroupName,
        })
      : neededBefore === neededAfter
        ? []
        : [
            {
              code: neededAfter === undefined ? ('section-removed' as const) : ('section-added' as const),
              // Without the list no group is needed at all.
              effect: neededAfter === undefined ? ('opens' as const) : ('closes' as const),
              parameters: { field: 'exemption.groups.exempt' },
            },
          ]),
  ];
}

/** What differs although no comparison above looks at it. */
function unaccounted(before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] {
  const one = leavesOf(before, '');
  const other = leavesOf(after, '');
  const words = ['rationale', 'contact'];
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((path) => one.get(path) !== other.get(path))
    .filter((path) => !accountedFor.some((known) => path === known || path.startsWith(`${known}.`)))
    .map((field) => ({
      code: 'changed',
      effect: words.includes(field.split('.')[0] ?? '') ? 'other' : 'opens',
      parameters: { field },
    }));
}

/** Every value that is no object, by its path; lists count as one value. */
function leavesOf(value: unknown, path: string): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map([[path, JSON.stringify(value)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...leavesOf(inner, path === '' ? name : `${path}.${name}`),
    ]),
  );
}
