import { type CborValue, decodeCbor, decodeCborItems, encodeCbor } from '../../native/ctap/canonical-cbor.ts';
import { type FuzzTarget, isTypedResult, neverThrows, promised } from './fuzz-target.ts';
import { mutated } from './mutation.ts';
import type { SeededRandom } from './seeded-random.ts';

const valuesInStep = 20;
const integers = [0, 1, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];
const texts = [
  '',
  'id',
  'type',
  'public-key',
  '窓口',
  '\u{1f511}',
  'e\u0301',
  '\u0000',
  'x'.repeat(24),
  'y'.repeat(256),
];
/** Heads of everything that canonical CBOR forbids, to be put where a value stands. */
const forbidden = [
  '1b0020000000000000',
  '5f4101ff',
  '9fff',
  'bf01ff',
  'c100',
  'f7',
  'f97e00',
  'f820',
  '1817',
  'ff',
];

/**
 * Random and damaged CBOR. A value comes back as it was written; bytes are taken only if they are the one encoding of
 * what they mean; nothing escapes but typed failures.
 */
export function createCborTarget(): FuzzTarget {
  return {
    step(random) {
      for (let count = 0; count < valuesInStep; count++) {
        const value = randomValue(random, 4);
        const encoded = neverThrows(() => encodeCbor(value), Buffer.from(JSON.stringify(String(value))));
        promised(decodeCbor(encoded).ok || encoded.length > 7609, 'what was encoded can be read', encoded);
        const damaged = random.once(8) ? withForbidden(encoded, random) : mutated(encoded, random);
        const decoded = neverThrows(() => decodeCbor(damaged), damaged);
        promised(isTypedResult(decoded), 'a typed result', damaged);
        if (decoded.ok)
          promised(
            Buffer.compare(
              neverThrows(() => encodeCbor(decoded.value), damaged),
              damaged,
            ) === 0,
            'only the one encoding of a value is taken',
            damaged,
          );
        const items = neverThrows(() => decodeCborItems(damaged, random.below(3)), damaged);
        promised(isTypedResult(items), 'a typed result', damaged);
      }
      return 2 * valuesInStep;
    },
  };
}

function randomValue(random: SeededRandom, levels: number): CborValue {
  switch (random.below(levels > 0 ? 8 : 6)) {
    case 0:
      return random.pick(integers);
    case 1:
      return -1 - random.below(2 ** 31);
    case 2:
      return random.pick(texts);
    case 3:
      return random.bytes(random.pick([0, 1, 16, 23, 24, 32, 65]));
    case 4:
      return random.once(2);
    case 5:
      return null;
    case 6:
      return Array.from({ length: random.below(5) }, () => randomValue(random, levels - 1));
    default:
      return new Map(
        Array.from({ length: random.below(6) }, () => [
          random.once(2) ? random.pick(texts) : random.below(40) - 8,
          randomValue(random, levels - 1),
        ]),
      );
  }
}

function withForbidden(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(bytes.length);
  const piece = Buffer.from(random.pick(forbidden), 'hex');
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + random.below(2))]);
}
