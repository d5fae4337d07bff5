import {
  type AddressRange,
  mergeRanges,
  rangeText,
  readRange,
  subtractRanges,
} from '../../exchange/network-ranges.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { PolicyChange } from './policy-change.ts';

/** Rooms, their stations and their networks. Addresses count, not how a network is written. */
export function changedRooms(before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] {
  const ids = [...new Set([...before.rooms, ...after.rooms].map(({ id }) => id))];
  return [
    ...ids.flatMap((room) => changedRoom(room, before, after)),
    ...stationsOf(before).flatMap((station) => {
      const [had, has] = [before, after].map((policy) => roomsNaming(policy, station).length);
      // A station in two rooms must be inside both: in one room less, there is one network less to be in.
      return had !== undefined && has !== undefined && has > 0 && has < had
        ? [{ code: 'station-fewer-rooms' as const, effect: 'opens' as const, parameters: { station } }]
        : [];
    }),
  ];
}

function changedRoom(id: string, before: PolicyDocument, after: PolicyDocument): readonly PolicyChange[] {
  const had = before.rooms.filter((room) => room.id === id);
  const has = after.rooms.filter((room) => room.id === id);
  const parameters = { room: id };
  const stations = [had, has].map((rooms) => new Set(rooms.flatMap((room) => room.stations)));
  const [stationsBefore = new Set<string>(), stationsAfter = new Set<string>()] = stations;
  const [networksBefore, networksAfter] = [had, has].map((rooms) =>
    addressesOf(rooms.flatMap((room) => room.networks)),
  );
  const only = (some: readonly AddressRange[] = [], others: readonly AddressRange[] = []) =>
    had.length === 0 || has.length === 0 ? [] : subtractRanges(some, others).map(rangeText);
  return [
    ...(had.length === 0 ? [{ code: 'room-added' as const, effect: 'opens' as const, parameters }] : []),
    ...(has.length === 0 ? [{ code: 'room-removed' as const, effect: 'closes' as const, parameters }] : []),
    ...[...stationsAfter]
      .filter((station) => !stationsBefore.has(station))
      .map((station) => ({
        code: 'station-added' as const,
        effect: 'opens' as const,
        parameters: { room: id, station },
      })),
    ...[...stationsBefore]
      .filter((station) => !stationsAfter.has(station))
      .map((station) => ({
        code: 'station-removed' as const,
        effect: 'closes' as const,
        parameters: { room: id, station },
      })),
    ...only(networksAfter, networksBefore).map((network) => ({
      code: 'network-added' as const,
      effect: 'opens' as const,
      parameters: { room: id, network },
    })),
    ...only(networksBefore, networksAfter).map((network) => ({
      code: 'network-removed' as const,
      effect: 'closes' as const,
      parameters: { room: id, network },
    })),
    ...labelChange(id, had[0]?.label, has[0]?.label),
  ];
}

function labelChange(
  room: string,
  before: { readonly ja: string; readonly en: string } | undefined,
  after: { readonly ja: string; readonly en: string } | undefined,
): readonly PolicyChange[] {
  const same = before?.ja === after?.ja && before?.en === after?.en;
  if (before === undefined || after === undefined || same) return [];
  return [{ code: 'changed', effect: 'other', parameters: { field: `rooms ${room} label` } }];
}

function stationsOf(policy: PolicyDocument): readonly string[] {
  return [...new Set(policy.rooms.flatMap(({ stations }) => stations))];
}

function roomsNaming(policy: PolicyDocument, station: string): PolicyDocument['rooms'] {
  return policy.rooms.filter(({ stations }) => stations.includes(station));
}

/** Loopback and link-local: only a network inside one of these means it, as the decision sees it. */
const placeless = ['127.0.0.0/8', '169.254.0.0/16', '::1/128', 'fe80::/10']
  .map(readRange)
  .filter((range) => range !== null);

function addressesOf(networks: readonly string[]): readonly AddressRange[] {
  const ranges = networks.map(readRange).filter((range) => range !== null);
  const isPlaceless = (range: AddressRange) =>
    placeless.some((one) => subtractRanges([range], [one]).length === 0);
  return mergeRanges([
    ...ranges.filter(isPlaceless),
    ...subtractRanges(
      ranges.filter((range) => !isPlaceless(range)),
      placeless,
    ),
  ]);
}
