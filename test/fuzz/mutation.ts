import type { SeededRandom } from './seeded-random.ts';

/** Values that parsers stumble over: ends of ranges, and the lengths and types of CBOR and CTAPHID heads. */
const awkward = [
  0x00, 0x01, 0x17, 0x18, 0x19, 0x1b, 0x1f, 0x3b, 0x40, 0x58, 0x5f, 0x7f, 0x80, 0x9f, 0xa0, 0xbf,
];
const awkwardHigh = [0xc0, 0xdb, 0xf6, 0xf7, 0xf8, 0xf9, 0xfb, 0xfe, 0xff];

/** Damaged bytes: a few changes, cuts, repetitions and insertions. Sometimes none at all. */
export function mutated(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  let damaged = Uint8Array.from(bytes);
  for (let changes = random.below(5); changes > 0; changes--) damaged = mutatedOnce(damaged, random);
  return damaged;
}

function mutatedOnce(bytes: Uint8Array<ArrayBuffer>, random: SeededRandom): Uint8Array<ArrayBuffer> {
  const at = bytes.length === 0 ? 0 : random.below(bytes.length);
  switch (random.below(7)) {
    case 0: // one bit
      if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    case 1: // one byte
      if (bytes.length > 0) bytes[at] = random.pick(random.once(2) ? awkward : awkwardHigh);
      return bytes;
    case 2: // cut off
      return bytes.slice(0, at);
    case 3: // a piece left out
      return joined(bytes.subarray(0, at), bytes.subarray(Math.min(at + 1 + random.below(8), bytes.length)));
    case 4: // a piece twice
      return joined(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - random.below(16))));
    case 5: // something put in
      return joined(bytes.subarray(0, at), random.bytes(1 + random.below(12)), bytes.subarray(at));
    default: // something behind
      return joined(bytes, random.bytes(1 + random.below(70)));
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    whole.set(part, filled);
    filled += part.length;
  }
  return whole;
}
