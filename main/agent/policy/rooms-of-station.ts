import type { PolicyDocument, PolicyRoom } from '../../exchange/policy-document.ts';

/** The rooms in which a policy names a station, in the policy's order. More than one is a contradiction in the policy. */
export function roomsOfStation(policy: PolicyDocument, stationName: string): readonly PolicyRoom[] {
  return policy.rooms.filter((room) => room.stations.includes(stationName));
}
