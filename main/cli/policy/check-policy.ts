import { comparableGroupName } from '../../agent/policy/group-name.ts';
import { isInsideRoomNetworks } from '../../agent/policy/room-network.ts';
import { localMoment, minuteOfDay } from '../../exchange/local-moment.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import { checkLab } from './check-lab.ts';
import { type PolicyProblem, policyError, policyWarning } from './policy-problem.ts';

/**
 * Finds what the schema cannot: contradictions and spans that open nothing. Stations treat each of them as a refusal; IT
 * learns of them here, before anything is signed.
 */
export function checkPolicy(policy: PolicyDocument, now: Date): readonly PolicyProblem[] {
  return [
    ...checkTimes(policy, now),
    ...checkRooms(policy),
    ...checkPeople(policy),
    ...checkSuspension(policy),
    ...checkLab(policy),
  ];
}

/** Contradictions that the decision resolves against the person, and which nobody writes on purpose. */
function checkPeople(policy: PolicyDocument): PolicyProblem[] {
  const { roles, alwaysAsked, exemptPeople = [], groups = {} } = policy.exemption;
  const asked = new Set((groups.asked ?? []).map(comparableGroupName));
  const always = new Set(alwaysAsked.map((id) => id.toLowerCase()));
  return [
    ...(groups.exempt ?? []).flatMap((group, index) =>
      asked.has(comparableGroupName(group))
        ? [policyWarning('group-both-ways', ['exemption', 'groups', 'exempt', index], { group })]
        : [],
    ),
    ...exemptPeople.flatMap((person, index) =>
      always.has(person.toLowerCase())
        ? [policyWarning('person-both-ways', ['exemption', 'exemptPeople', index], { person })]
        : [],
    ),
    ...(roles.length === 0 && exemptPeople.length === 0
      ? [policyWarning('nobody-exempt', ['exemption', 'roles'])]
      : []),
  ];
}

function checkTimes(policy: PolicyDocument, now: Date): PolicyProblem[] {
  const { timeZone, hours } = policy.exemption;
  const from = new Date(policy.validFrom);
  return [
    ...(from.getTime() < Date.parse(policy.validUntil)
      ? []
      : [policyError('validity-empty', ['validUntil'])]),
    ...(now.getTime() < Date.parse(policy.validUntil)
      ? []
      : [policyWarning('validity-over', ['validUntil'])]),
    ...(localMoment(from, timeZone) === null
      ? [policyError('time-zone-unknown', ['exemption', 'timeZone'], { timeZone })]
      : []),
    ...hours.flatMap((span, index) =>
      minuteOfDay(span.from) < minuteOfDay(span.to)
        ? []
        : [policyError('hours-never-open', ['exemption', 'hours', index], { from: span.from, to: span.to })],
    ),
  ];
}

function checkRooms(policy: PolicyDocument): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const roomOf = new Map<string, string>();
  const seen = new Set<string>();
  for (const [index, room] of policy.rooms.entries()) {
    if (seen.has(room.id))
      problems.push(policyError('room-twice', ['rooms', index, 'id'], { room: room.id }));
    seen.add(room.id);
    for (const [place, station] of room.stations.entries()) {
      const other = roomOf.get(station);
      const path = ['rooms', index, 'stations', place];
      if (other === room.id) problems.push(policyError('station-twice', path, { station, room: room.id }));
      else if (other !== undefined) {
        problems.push(policyError('station-in-two-rooms', path, { station, room: room.id, other }));
      }
      roomOf.set(station, room.id);
    }
    for (const [place, network] of room.networks.entries()) {
      if (!saysPlace(network)) {
        problems.push({
          code: 'network-says-no-place',
          severity: 'warning',
          path: ['rooms', index, 'networks', place],
          parameters: { room: room.id, network },
        });
      }
    }
  }
  return problems;
}

/** False for a network in which a machine is wherever it stands: everything, loopback, link-local. */
function saysPlace(network: string): boolean {
  const everywhere = ['127.0.0.1', '::1', '169.254.1.1', 'fe80::1'];
  return !network.endsWith('/0') && !isInsideRoomNetworks(everywhere, [network]);
}

function checkSuspension(policy: PolicyDocument): PolicyProblem[] {
  const { defaultHours, presetsHours, maximumHours } = policy.suspension;
  return [
    { path: ['suspension', 'defaultHours'], hours: defaultHours },
    ...presetsHours.map((hours, index) => ({ path: ['suspension', 'presetsHours', index], hours })),
  ]
    .filter(({ hours }) => hours > maximumHours)
    .map(({ path, hours }) => policyError('hours-beyond-maximum', path, { hours, maximum: maximumHours }));
}
