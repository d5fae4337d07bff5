import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cidrsOf,
  mergeRanges,
  publicRanges,
  rangeText,
  readRange,
  subtractRanges,
} from '../../../main/exchange/network-ranges.ts';

const read = (...texts: string[]) => texts.map(readRange).filter((range) => range !== null);

test.each([
  ['192.0.2.77/25', '192.0.2.0/25'],
  ['192.0.2.7', '192.0.2.7/32'],
  ['192.0.2.0-192.0.2.255', '192.0.2.0/24'],
  ['192.0.2.1 - 192.0.2.6', '192.0.2.1-192.0.2.6'],
  ['2001:DB8::/32', '2001:db8::/32'],
  ['::ffff:192.0.2.0/120', '192.0.2.0/24'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['::/0', '::/0'],
])('%s is %s', (text, expected) => {
  expect(read(text).map(rangeText)).toEqual([expected]);
});

test.each([
  '',
  'lab',
  '192.0.2.0/33',
  '192.0.2.9-192.0.2.1',
  '192.0.2.1-::1',
  '1-2-3',
  '3221225985',
  '192.0.2',
])('%s is no network', (text) => {
  expect(readRange(text)).toBeNull();
});

test('neighbours and overlaps become one, in order, IPv4 first', () => {
  const merged = mergeRanges(
    read('2001:db8::/33', '192.0.2.128/25', '192.0.2.0/25', '192.0.2.64/26', '2001:db8:8000::/33'),
  );
  expect(merged.map(rangeText)).toEqual(['192.0.2.0/24', '2001:db8::/32']);
});

test('what only the site sees is left out', () => {
  const seen = publicRanges(
    read('10.1.0.0/16', '127.0.0.0/8', '192.0.2.0/24', 'fd00::/8', '2001:db8::/48', '172.15.0.0-172.16.0.9'),
  );
  expect(seen.map(rangeText)).toEqual(['172.15.0.0/16', '192.0.2.0/24', '2001:db8::/48']);
});

const range = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40 }))
  .map(([first, length]) => ({ family: 4 as const, first: BigInt(first), last: BigInt(first + length) }));
const inside = (ranges: readonly { first: bigint; last: bigint }[], at: bigint) =>
  ranges.some(({ first, last }) => first <= at && at <= last);

test('merging and subtracting keep exactly the addresses that they should', () => {
  fc.assert(
    fc.property(fc.array(range), fc.array(range), (some, taken) => {
      const merged = mergeRanges(some);
      const left = subtractRanges(some, taken);
      for (let at = 0n; at < 350n; at += 1n) {
        expect(inside(merged, at)).toBe(inside(some, at));
        expect(inside(left, at)).toBe(inside(some, at) && !inside(taken, at));
      }
    }),
  );
});

test('the networks of a range are exactly the range', () => {
  fc.assert(
    fc.property(range, (one) => {
      expect(mergeRanges(read(...cidrsOf(one)))).toEqual([one]);
    }),
  );
});
