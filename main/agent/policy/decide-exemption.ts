import type {
  ExemptionDecision,
  ExemptionReason,
  ExemptionReasonCode,
  Role,
} from '../../../preload/contract/models/lab.ts';
import type { ClockStatus } from '../../../preload/contract/models/station.ts';
import { localMoment } from '../../exchange/local-moment.ts';
import type { PolicyDocument, PolicyRoom } from '../../exchange/policy-document.ts';
import type { PolicyState } from '../ports.ts';
import { exemptHoursUntil } from './exempt-hours.ts';
import { sharedGroup } from './group-name.ts';
import { isInsideRoomNetworks } from './room-network.ts';
import { roomsOfStation } from './rooms-of-station.ts';

/** The machine, from its signed enrolment; null when it is not enrolled. */
export type ExemptionStation = { readonly name: string; readonly kind: 'lab' | 'counter' } | null;

export interface ExemptionPerson {
  readonly id: string;
  readonly roles: readonly Role[];
  /** The groups' names as the directory spells them; null where it does not tell groups. */
  readonly groups: readonly string[] | null;
}

export interface ExemptionQuestion {
  readonly policy: PolicyState;
  readonly station: ExemptionStation;
  /** The machine's own addresses. */
  readonly addresses: readonly string[];
  readonly clock: ClockStatus;
  /** Null asks about the place only: whether anybody could be exempt here now. */
  readonly person: ExemptionPerson | null;
}

/**
 * Decides whether a password alone is enough, and says why (I6). Exempt exactly when every reason holds.
 *
 * The reasons come in a fixed order: policy, station, clock, room, network, hours, closed day, role, groups, always
 * asked. A condition that cannot be asked is left out, and never for an exempt answer: without a policy there are no
 * rooms or hours, without a room there is no network, without a person no role. `closed-day`, `group-asked`,
 * `groups-unknown` and `person-always-asked` appear only where they speak against it. For somebody whom the policy exempts by name
 * `person-exempt` stands in the place of role and groups; every condition of the place is still asked.
 *
 * Where a policy contradicts itself, both sides must hold: a station named in two rooms must be inside the networks of
 * both, of a person with several roles every one must be exempt, and somebody in an exempt group and an asked one is
 * asked, as is somebody who is exempt and always asked by name.
 */
export function decideExemption(question: ExemptionQuestion): ExemptionDecision {
  const { policy: state, clock } = question;
  const policy = state.policy;
  const reasons = [
    aboutPolicy(state),
    aboutStation(question.station),
    aboutClock(clock),
    ...(policy === null ? [] : aboutPlace(policy, question)),
    ...(policy === null || question.person === null ? [] : aboutPerson(policy, question.person)),
  ];
  const valid = state.state === 'valid' ? state.policy : null;
  return {
    exempt: valid !== null && reasons.every((reason) => reason.holds),
    reasons,
    policyVersion: policy?.version ?? null,
    rationale: valid?.rationale ?? null,
    contact: valid?.contact ?? null,
    decidedAt: clock.now,
  };
}

function reason(
  holds: boolean,
  code: ExemptionReasonCode,
  parameters?: ExemptionReason['parameters'],
): ExemptionReason {
  return parameters === undefined ? { code, holds } : { code, holds, parameters };
}

function aboutPolicy(state: PolicyState): ExemptionReason {
  const { policy } = state;
  const parameters =
    policy === null
      ? undefined
      : { version: policy.version, validFrom: policy.validFrom, validUntil: policy.validUntil };
  return state.state === 'valid'
    ? reason(true, 'policy-valid', parameters)
    : reason(false, state.reason, parameters);
}

/** Only a lab workstation is enrolled for this: a counter is not, whatever a policy's rooms say. */
function aboutStation(station: ExemptionStation): ExemptionReason {
  return station !== null && station.kind === 'lab'
    ? reason(true, 'station-enrolled', { station: station.name })
    : reason(false, 'station-unenrolled');
}

function aboutClock(clock: ClockStatus): ExemptionReason {
  if (clock.trusted) return reason(true, 'clock-trusted');
  return reason(false, 'clock-untrusted', clock.reason === undefined ? undefined : { reason: clock.reason });
}

function aboutPlace(policy: PolicyDocument, question: ExemptionQuestion): ExemptionReason[] {
  const { station, addresses, clock } = question;
  const rooms = station === null ? [] : roomsOfStation(policy, station.name);
  return [
    ...(rooms.length === 0 ? [reason(false, 'room-unknown')] : []),
    ...rooms.map((room) => reason(true, 'room-known', { room: room.label })),
    ...rooms.map((room) => aboutNetwork(room, addresses)),
    ...aboutHours(policy, new Date(clock.now)),
  ];
}

function aboutNetwork(room: PolicyRoom, addresses: readonly string[]): ExemptionReason {
  return isInsideRoomNetworks(addresses, room.networks)
    ? reason(true, 'network-inside-room', { room: room.label })
    : reason(false, 'network-outside-room', { room: room.label });
}

function aboutHours(policy: PolicyDocument, now: Date): ExemptionReason[] {
  const { timeZone, hours, closedDays } = policy.exemption;
  const local = localMoment(now, timeZone);
  if (local === null) return [reason(false, 'outside-hours', { timeZone })];
  const until = exemptHoursUntil(local, hours);
  return [
    until === null
      ? reason(false, 'outside-hours', { timeZone })
      : reason(true, 'within-hours', { until, timeZone }),
    ...(closedDays.includes(local.date) ? [reason(false, 'closed-day', { date: local.date })] : []),
  ];
}

function aboutPerson(policy: PolicyDocument, person: ExemptionPerson): ExemptionReason[] {
  const { alwaysAsked, exemptPeople } = policy.exemption;
  return [
    ...(exemptPeople?.includes(person.id) === true
      ? [reason(true, 'person-exempt')]
      : [aboutRoles(policy, person), ...aboutGroups(policy, person)]),
    ...(isNamed(alwaysAsked, person.id) ? [reason(false, 'person-always-asked')] : []),
  ];
}

/** Whoever is always asked is so however their id's case was written; a mistake there must not open anything. */
function isNamed(ids: readonly string[], id: string): boolean {
  return ids.some((one) => one.toLowerCase() === id.toLowerCase());
}

function aboutRoles(policy: PolicyDocument, person: ExemptionPerson): ExemptionReason {
  const asked = person.roles.filter((role) => !policy.exemption.roles.includes(role));
  return person.roles.length > 0 && asked.length === 0
    ? reason(true, 'role-exempt', { roles: person.roles.join(' ') })
    : reason(false, 'role-not-exempt', { roles: asked.join(' ') });
}

function aboutGroups(policy: PolicyDocument, person: ExemptionPerson): ExemptionReason[] {
  const { exempt, asked } = policy.exemption.groups ?? {};
  if (exempt === undefined && (asked ?? []).length === 0) return [];
  // Nobody can say that such a person is in none of the groups that are asked.
  if (person.groups === null) return [reason(false, 'groups-unknown')];
  const needed = exempt === undefined ? null : sharedGroup(exempt, person.groups);
  const against = asked === undefined ? null : sharedGroup(asked, person.groups);
  return [
    ...(exempt === undefined
      ? []
      : [
          needed === null
            ? reason(false, 'group-not-exempt')
            : reason(true, 'group-exempt', { group: needed }),
        ]),
    ...(against === null ? [] : [reason(false, 'group-asked', { group: against })]),
  ];
}
