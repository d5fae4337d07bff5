import { zoneName } from '../../exchange/exempt-zones.ts';
import {
  type AddressRange,
  cidrsOf,
  mergeRanges,
  publicRanges,
  rangeText,
  readRange,
  subtractRanges,
} from '../../exchange/network-ranges.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';

/** Body of Okta's `POST /api/v1/zones` for an IP zone. */
export interface OktaZone {
  readonly type: 'IP';
  readonly name: string;
  readonly status: 'ACTIVE';
  readonly usage: 'POLICY';
  readonly gateways: readonly { readonly type: 'CIDR' | 'RANGE'; readonly value: string }[];
  readonly proxies: null;
}

/** Body of Microsoft Graph's `POST /identity/conditionalAccess/namedLocations`. */
export interface EntraLocation {
  readonly '@odata.type': '#microsoft.graph.ipNamedLocation';
  readonly displayName: string;
  readonly isTrusted: true;
  readonly ipRanges: readonly {
    readonly '@odata.type': '#microsoft.graph.iPv4CidrRange' | '#microsoft.graph.iPv6CidrRange';
    readonly cidrAddress: string;
  }[];
}

export type ExportProblem =
  | { readonly code: 'unseen'; readonly room: string; readonly network: string }
  | { readonly code: 'too-many'; readonly name: string; readonly count: number; readonly maximum: number }
  | { readonly code: 'too-wide'; readonly network: string }
  | { readonly code: 'long-name'; readonly name: string; readonly maximum: number };

export interface ZoneSet {
  readonly name: string;
  readonly ranges: readonly AddressRange[];
}

/** Most entries of one zone that an administrator made (Okta), and of one named location (Entra). */
const mostGateways = 150;
const mostLocationRanges = 2000;
/** Longest name of a zone (Okta). */
const longestZoneName = 128;

/**
 * The networks of a policy's rooms as the provider can see them: one set for each room, or a joint one. Private networks
 * are left out and named. `addresses` stand for the rooms' own networks where the provider sees the campus's outer ones.
 */
export function zoneSets(
  policy: Pick<PolicyDocument, 'institution' | 'rooms'>,
  options: {
    readonly rooms: readonly string[] | null;
    readonly joint: boolean;
    readonly addresses: readonly AddressRange[];
  },
): { readonly sets: readonly ZoneSet[]; readonly unseen: readonly ExportProblem[] } {
  const chosen = policy.rooms.filter(({ id }) => options.rooms?.includes(id) ?? true);
  const perRoom = chosen.map((room) => {
    const ranges = options.addresses.length > 0 ? options.addresses : room.networks.map(readRange);
    const known = mergeRanges(ranges.filter((range) => range !== null));
    return { id: room.id, seen: publicRanges(known), unseen: subtractRanges(known, publicRanges(known)) };
  });
  const sets = options.joint
    ? [{ name: zoneName(policy, null), ranges: mergeRanges(perRoom.flatMap(({ seen }) => seen)) }]
    : perRoom.map(({ id, seen }) => ({ name: zoneName(policy, id), ranges: seen }));
  return {
    sets: sets.filter(({ ranges }) => ranges.length > 0),
    unseen: perRoom.flatMap(({ id, unseen }) =>
      unseen.map((range) => ({ code: 'unseen' as const, room: id, network: rangeText(range) })),
    ),
  };
}

/** Okta's IP zone: one network where a run of addresses is one, otherwise the run. */
export function oktaZone({ name, ranges }: ZoneSet): OktaZone | ExportProblem {
  if (name.length > longestZoneName) return { code: 'long-name', name, maximum: longestZoneName };
  if (ranges.length > mostGateways)
    return { code: 'too-many', name, count: ranges.length, maximum: mostGateways };
  const gateways = ranges.map((range) => {
    const value = rangeText(range);
    return { type: value.includes('/') ? ('CIDR' as const) : ('RANGE' as const), value };
  });
  return { type: 'IP', name, status: 'ACTIVE', usage: 'POLICY', gateways, proxies: null };
}

/** Entra's named location, marked as trusted. It takes networks only, and none as wide as /8 or wider (IPv4). */
export function entraLocation({ name, ranges }: ZoneSet): EntraLocation | ExportProblem {
  const networks = ranges.flatMap((range) =>
    cidrsOf(range).map((cidrAddress) => ({ family: range.family, cidrAddress })),
  );
  const wide = networks.find(
    ({ family, cidrAddress }) => family === 4 && Number(cidrAddress.split('/')[1]) <= 8,
  );
  if (wide !== undefined) return { code: 'too-wide', network: wide.cidrAddress };
  if (networks.length > mostLocationRanges) {
    return { code: 'too-many', name, count: networks.length, maximum: mostLocationRanges };
  }
  return {
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    displayName: name,
    isTrusted: true,
    ipRanges: networks.map(({ family, cidrAddress }) => ({
      '@odata.type': family === 4 ? '#microsoft.graph.iPv4CidrRange' : '#microsoft.graph.iPv6CidrRange',
      cidrAddress,
    })),
  };
}
