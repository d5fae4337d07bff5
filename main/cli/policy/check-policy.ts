import { localMoment, minuteOfDay } from '../../agent/policy/exempt-hours.ts';
import { isInsideRoomNetworks } from '../../agent/policy/room-network.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { PolicyProblem, PolicyProblemCode } from './policy-problem.ts';

function error(
  code: PolicyProblemCode,
  path: string,
  parameters: PolicyProblem['parameters'] = {},
): PolicyProblem {
  return { code, severity: 'error', path, parameters };
}

/**
 * Finds what the schema cannot: contradictions and spans that open nothing. Stations treat each of them as a refusal; IT
 * learns of them here, before anything is signed.
 */
export function checkPolicy(policy: PolicyDocument): readonly PolicyProblem[] {
  return [...checkTimes(policy), ...checkRooms(policy), ...checkSuspension(policy)];
}

function checkTimes(policy: PolicyDocument): PolicyProblem[] {
  const { timeZone, hours } = policy.exemption;
  const from = new Date(policy.validFrom);
  return [
    ...(from.getTime() < Date.parse(policy.validUntil) ? [] : [error('validity-empty', 'validUntil')]),
    ...(localMoment(from, timeZone) === null
      ? [error('time-zone-unknown', 'exemption.timeZone', { timeZone })]
      : []),
    ...hours.flatMap((span, index) =>
      minuteOfDay(span.from) < minuteOfDay(span.to)
        ? []
        : [error('hours-never-open', `exemption.hours.${index}`, { from: span.from, to: span.to })],
    ),
  ];
}

function checkRooms(policy: PolicyDocument): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const roomOf = new Map<string, string>();
  const seen = new Set<string>();
  for (const [index, room] of policy.rooms.entries()) {
    if (seen.has(room.id)) problems.push(error('room-twice', `rooms.${index}.id`, { room: room.id }));
    seen.add(room.id);
    for (const [place, station] of room.stations.entries()) {
      const other = roomOf.get(station);
      if (other !== undefined) {
        const path = `rooms.${index}.stations.${place}`;
        problems.push(error('station-in-two-rooms', path, { station, room: room.id, other }));
      }
      roomOf.set(station, room.id);
    }
    for (const [place, network] of room.networks.entries()) {
      if (!saysPlace(network)) {
        problems.push({
          code: 'network-says-no-place',
          severity: 'warning',
          path: `rooms.${index}.networks.${place}`,
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
    { path: 'suspension.defaultHours', hours: defaultHours },
    ...presetsHours.map((hours, index) => ({ path: `suspension.presetsHours.${index}`, hours })),
  ]
    .filter(({ hours }) => hours > maximumHours)
    .map(({ path, hours }) => error('hours-beyond-maximum', path, { hours, maximum: maximumHours }));
}
