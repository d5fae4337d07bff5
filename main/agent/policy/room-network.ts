import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;

/** Addresses that every machine has, wherever it stands: by kind and range, the prefix that stays within the range. */
const placelessPrefixes = {
  ipv4: { loopback: 8, linkLocal: 16 },
  ipv6: { loopback: 128, linkLocal: 10 },
} as const;

/** The range of an address that says nothing about a place, or null. */
function placelessRange(address: Address): 'loopback' | 'linkLocal' | null {
  const range = address.range();
  return range === 'loopback' || range === 'linkLocal' ? range : null;
}

function readAddress(text: string): Address | null {
  const bare = text.split('%', 1)[0] ?? '';
  return isIP(bare) === 0 ? null : ipaddr.process(bare);
}

/** Reads CIDR notation; a network inside `::ffff:0:0/96` is the IPv4 network that it maps (RFC 4291 §2.5.5.2). */
function readNetwork(text: string): [Address, number] | null {
  if (!ipaddr.isValidCIDR(text)) return null;
  const [base, prefix] = ipaddr.parseCIDR(text);
  if (base.kind() === 'ipv6' && prefix >= 96) {
    const processed = ipaddr.process(base.toString());
    if (processed.kind() === 'ipv4') return [processed, prefix - 96];
  }
  return [base, prefix];
}

function isInside(address: Address, network: readonly [Address, number]): boolean {
  const [base, prefix] = network;
  if (address.kind() !== base.kind()) return false;
  const placeless = placelessRange(address);
  if (placeless !== null) {
    // Only a network that names this range, and nothing beyond it, means it: `0.0.0.0/0` does not.
    if (placelessRange(base) !== placeless) return false;
    if (prefix < placelessPrefixes[base.kind()][placeless]) return false;
  }
  return address.match([base, prefix]);
}

/**
 * Whether one of a machine's addresses lies in one of a room's networks (CIDR, IPv4 or IPv6). One suffices: a
 * workstation also has addresses that say nothing, and cannot have the room's by chance. Loopback and link-local
 * addresses count only for a network that lies wholly in their range. IPv4-mapped IPv6 counts as IPv4. What is no
 * address or no network is outside.
 */
export function isInsideRoomNetworks(addresses: readonly string[], networks: readonly string[]): boolean {
  const known = networks.map(readNetwork).filter((network) => network !== null);
  return addresses.some((text) => {
    const address = readAddress(text);
    return address !== null && known.some((network) => isInside(address, network));
  });
}
