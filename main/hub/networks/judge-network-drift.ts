import { isOwnZone } from '../../exchange/exempt-zones.ts';
import {
  type AddressRange,
  publicRanges,
  rangeText,
  readRange,
  subtractRanges,
} from '../../exchange/network-ranges.ts';
import type { PolicyDocument } from '../../exchange/policy-document.ts';
import type { ExemptNetwork } from '../../provider/provider.ts';

/**
 * How the provider's networks differ from the policy's rooms.
 * - `missing`: the room's web sign-ins are asked although the policy exempts it.
 * - `extra`: the provider exempts addresses that no room has; the one that opens something.
 * - `not-trusted`: it is there, but doesn't take effect.
 * - `unreadable`: an entry at the provider that is no network.
 */
export type NetworkDrift =
  | { readonly kind: 'missing'; readonly room: string; readonly network: string }
  | { readonly kind: 'extra'; readonly zone: string; readonly network: string }
  | { readonly kind: 'not-trusted'; readonly zone: string }
  | { readonly kind: 'unreadable'; readonly zone: string; readonly network: string };

export interface NetworkJudgement {
  readonly drift: readonly NetworkDrift[];
  /** Networks of rooms that a provider on the Internet never sees, and which it therefore can't exempt. */
  readonly unseen: readonly { readonly room: string; readonly network: string }[];
  /** The names at the provider that were compared. */
  readonly compared: readonly string[];
}

/**
 * Compares what the provider exempts with what the policy says. Only the provider's sets that the policy's export names
 * are compared, or those in `zones`: everything else there belongs to others. Addresses count, not how they are written.
 */
export function judgeNetworkDrift(given: {
  readonly policy: Pick<PolicyDocument, 'institution' | 'rooms'>;
  readonly networks: readonly ExemptNetwork[];
  /** Names at the provider instead of those that the export gives. */
  readonly zones?: readonly string[];
  /** Rooms that the provider is meant to exempt; all of them unless said otherwise. */
  readonly rooms?: readonly string[];
}): NetworkJudgement {
  const { policy } = given;
  const rooms = policy.rooms.filter(({ id }) => given.rooms?.includes(id) ?? true);
  const own = given.networks.filter(({ name }) => given.zones?.includes(name) ?? isOwnZone(policy, name));
  const rangesOf = (texts: readonly string[]) => texts.map(readRange).filter((range) => range !== null);
  const atProvider = own.flatMap(({ ranges }) => rangesOf(ranges));
  const wanted = rooms.flatMap(({ networks }) => rangesOf(networks));

  const missing = rooms.flatMap((room) =>
    subtractRanges(publicRanges(rangesOf(room.networks)), atProvider).map((range) => ({
      kind: 'missing' as const,
      room: room.id,
      network: rangeText(range),
    })),
  );
  const extra = own.flatMap((zone) =>
    subtractRanges(rangesOf(zone.ranges), [...wanted, ...notSeen(rangesOf(zone.ranges))]).map((range) => ({
      kind: 'extra' as const,
      zone: zone.name,
      network: rangeText(range),
    })),
  );
  return {
    drift: [
      ...extra,
      ...missing,
      ...own
        .filter(({ trusted }) => !trusted)
        .map(({ name }) => ({ kind: 'not-trusted' as const, zone: name })),
      ...own.flatMap((zone) =>
        zone.ranges
          .filter((text) => readRange(text) === null)
          .map((network) => ({ kind: 'unreadable' as const, zone: zone.name, network })),
      ),
    ],
    unseen: rooms.flatMap((room) =>
      notSeen(rangesOf(room.networks)).map((range) => ({ room: room.id, network: rangeText(range) })),
    ),
    compared: own.map(({ name }) => name),
  };
}

function notSeen(ranges: readonly AddressRange[]): readonly AddressRange[] {
  return subtractRanges(ranges, publicRanges(ranges));
}
