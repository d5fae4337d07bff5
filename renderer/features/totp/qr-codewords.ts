import { correctionOf } from './galois-field.ts';

interface Version {
  readonly version: number;
  /** Correction bytes of each block. */
  readonly correction: number;
  /** Data bytes of each block, in order. */
  readonly blocks: readonly number[];
}

const blocks = (...groups: readonly (readonly [count: number, bytes: number])[]): number[] =>
  groups.flatMap(([count, bytes]) => Array.from({ length: count }, () => bytes));

/** Versions 1 to 15 at level M, which mends 15 % (ISO/IEC 18004 table 9): up to 412 bytes. */
const versions: readonly Version[] = [
  { version: 1, correction: 10, blocks: blocks([1, 16]) },
  { version: 2, correction: 16, blocks: blocks([1, 28]) },
  { version: 3, correction: 26, blocks: blocks([1, 44]) },
  { version: 4, correction: 18, blocks: blocks([2, 32]) },
  { version: 5, correction: 24, blocks: blocks([2, 43]) },
  { version: 6, correction: 16, blocks: blocks([4, 27]) },
  { version: 7, correction: 18, blocks: blocks([4, 31]) },
  { version: 8, correction: 22, blocks: blocks([2, 38], [2, 39]) },
  { version: 9, correction: 22, blocks: blocks([3, 36], [2, 37]) },
  { version: 10, correction: 26, blocks: blocks([4, 43], [1, 44]) },
  { version: 11, correction: 30, blocks: blocks([1, 50], [4, 51]) },
  { version: 12, correction: 22, blocks: blocks([6, 36], [2, 37]) },
  { version: 13, correction: 22, blocks: blocks([8, 37], [1, 38]) },
  { version: 14, correction: 24, blocks: blocks([4, 40], [5, 41]) },
  { version: 15, correction: 24, blocks: blocks([5, 41], [5, 42]) },
];

const byteMode = 0b0100;

/** A text as the bytes of a QR code, in the smallest version that holds it; null when none does. */
export function codewordsOf(text: string): { readonly version: number; readonly bytes: number[] } | null {
  const payload = new TextEncoder().encode(text);
  for (const { version, correction, blocks: sizes } of versions) {
    const capacity = sizes.reduce((sum, size) => sum + size, 0);
    const lengthBits = version < 10 ? 8 : 16;
    if (4 + lengthBits + payload.length * 8 > capacity * 8) continue;
    const bits = [...bitsOf(byteMode, 4), ...bitsOf(payload.length, lengthBits)];
    for (const byte of payload) bits.push(...bitsOf(byte, 8));
    bits.push(...bitsOf(0, Math.min(4, capacity * 8 - bits.length)));
    while (bits.length % 8 !== 0) bits.push(0);
    const data: number[] = [];
    for (let at = 0; at < bits.length; at += 8)
      data.push(bits.slice(at, at + 8).reduce((value, bit) => value * 2 + bit, 0));
    for (let pad = 0; data.length < capacity; pad += 1) data.push(pad % 2 === 0 ? 0xec : 0x11);
    return { version, bytes: interleave(data, sizes, correction) };
  }
  return null;
}

/** Spreads the blocks over the symbol, data first (ISO/IEC 18004 §7.6). */
function interleave(data: readonly number[], sizes: readonly number[], correction: number): number[] {
  let start = 0;
  const parts = sizes.map((size) => {
    const part = data.slice(start, start + size);
    start += size;
    return { part, mending: correctionOf(part, correction) };
  });
  const columns = (rows: readonly (readonly number[])[]) =>
    Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, index) =>
      rows.flatMap((row) => row[index] ?? []),
    ).flat();
  return [...columns(parts.map(({ part }) => part)), ...columns(parts.map(({ mending }) => mending))];
}

function bitsOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => (value >> (count - 1 - index)) & 1);
}
