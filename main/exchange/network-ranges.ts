import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Addresses of one family from `first` to `last`, both inside. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const bitsOf = { 4: 32, 6: 128 } as const;

/**
 * Reads a network in CIDR notation (RFC 4632, RFC 4291), `first-last`, or one address. IPv6 that maps IPv4
 * (RFC 4291 §2.5.5.2) is IPv4. Null for anything else.
 */
export function readRange(text: string): AddressRange | null {
  const [from = '', to, ...more] = text.split('-').map((part) => part.trim());
  if (more.length > 0) return null;
  if (to === undefined) return from.includes('/') ? readCidr(from) : between(readOne(from), readOne(from));
  return between(readOne(from), readOne(to));
}

interface Numbered {
  readonly family: 4 | 6;
  readonly value: bigint;
}

function between(first: Numbered | null, last: Numbered | null): AddressRange | null {
  if (first === null || last === null || first.family !== last.family || first.value > last.value)
    return null;
  return { family: first.family, first: first.value, last: last.value };
}

function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function readOne(text: string): Numbered | null {
  if (isIP(text) === 0) return null;
  const address = ipaddr.process(text);
  return { family: address.kind() === 'ipv4' ? 4 : 6, value: numberOf(address.toByteArray()) };
}

function readCidr(text: string): AddressRange | null {
  if (isIP(text.split('/', 1)[0] ?? '') === 0 || !ipaddr.isValidCIDR(text)) return null;
  const [base, prefix] = ipaddr.parseCIDR(text);
  const family = base.kind() === 'ipv4' ? 4 : 6;
  const mask = (1n << BigInt(bitsOf[family] - prefix)) - 1n;
  const value = numberOf(base.toByteArray());
  const range = { family, first: value & ~mask, last: value | mask } as const;
  return mappedToIpv4(range) ?? range;
}

const mappedBase = 0xffff_0000_0000n;

function mappedToIpv4({ family, first, last }: AddressRange): AddressRange | null {
  if (family === 4 || first < mappedBase || last > (mappedBase | 0xffff_ffffn)) return null;
  return { family: 4, first: first - mappedBase, last: last - mappedBase };
}

/** The same addresses in the fewest ranges, IPv4 first, in order. */
export function mergeRanges(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const sorted = [...ranges].sort((one, other) =>
    one.family !== other.family ? one.family - other.family : one.first < other.first ? -1 : 1,
  );
  const merged: AddressRange[] = [];
  for (const range of sorted) {
    const before = merged.at(-1);
    if (before !== undefined && before.family === range.family && range.first <= before.last + 1n) {
      if (range.last > before.last) merged[merged.length - 1] = { ...before, last: range.last };
    } else merged.push(range);
  }
  return merged;
}

/** What of `ranges` lies in none of `taken`, in the fewest ranges. */
export function subtractRanges(
  ranges: readonly AddressRange[],
  taken: readonly AddressRange[],
): readonly AddressRange[] {
  return mergeRanges(taken).reduce<readonly AddressRange[]>(
    (left, hole) => left.flatMap((range) => withoutHole(range, hole)),
    mergeRanges(ranges),
  );
}

function withoutHole(range: AddressRange, hole: AddressRange): readonly AddressRange[] {
  if (range.family !== hole.family || hole.last < range.first || hole.first > range.last) return [range];
  return [
    ...(range.first < hole.first ? [{ ...range, last: hole.first - 1n }] : []),
    ...(hole.last < range.last ? [{ ...range, first: hole.last + 1n }] : []),
  ];
}

/** The networks in CIDR notation that together are exactly this range, in order. */
export function cidrsOf({ family, first, last }: AddressRange): readonly string[] {
  const bits = bitsOf[family];
  const networks: string[] = [];
  for (let at = first; at <= last; ) {
    let length = 0;
    // The largest aligned block that starts here and does not reach beyond the end.
    while (length < bits && (at & ((1n << BigInt(length + 1)) - 1n)) === 0n) {
      if (at + (1n << BigInt(length + 1)) - 1n > last) break;
      length += 1;
    }
    networks.push(`${addressText(family, at)}/${bits - length}`);
    at += 1n << BigInt(length);
  }
  return networks;
}

/** One network in CIDR notation where the range is one, otherwise `first-last`. */
export function rangeText(range: AddressRange): string {
  const [network, ...more] = cidrsOf(range);
  return network !== undefined && more.length === 0
    ? network
    : `${addressText(range.family, range.first)}-${addressText(range.family, range.last)}`;
}

function addressText(family: 4 | 6, value: bigint): string {
  const bytes = Array.from({ length: bitsOf[family] / 8 }, (_, index) =>
    Number((value >> BigInt(bitsOf[family] - 8 * (index + 1))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

/** Networks that only their own site can see: an identity provider on the Internet never meets these addresses. */
const unseen = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/128',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
]
  .map(readRange)
  .filter((range) => range !== null);

/** The part of `ranges` that has a meaning on the Internet (RFC 6890: not private, shared, loopback or link-local). */
export function publicRanges(ranges: readonly AddressRange[]): readonly AddressRange[] {
  return subtractRanges(ranges, unseen);
}
