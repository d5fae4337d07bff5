import { codewordsOf } from './qr-codewords.ts';

/** Rows of dark (true) and light modules, without the quiet zone. */
export type QrModules = readonly (readonly boolean[])[];

/** A module that is part of a pattern is fixed; the others carry bytes and are masked. */
interface Grid {
  readonly size: number;
  readonly dark: boolean[][];
  readonly fixed: boolean[][];
}

const masks: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/** The QR code of a text (ISO/IEC 18004, byte mode, level M); null when the text is too long. */
export function qrModules(text: string): QrModules | null {
  const codewords = codewordsOf(text);
  if (codewords === null) return null;
  const { version, bytes } = codewords;
  const candidates = masks.map((mask, number) => {
    const grid = patterns(version);
    placeFormat(grid, number);
    placeBytes(grid, bytes, mask);
    return grid.dark;
  });
  return candidates.reduce((best, one) => (penaltyOf(one) < penaltyOf(best) ? one : best));
}

function patterns(version: number): Grid {
  const size = 17 + 4 * version;
  const empty = () => Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const grid: Grid = { size, dark: empty(), fixed: empty() };
  for (let index = 0; index < size; index += 1) {
    set(grid, 6, index, index % 2 === 0);
    set(grid, index, 6, index % 2 === 0);
  }
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    placeSquares(grid, row, column, 4, (distance) => distance !== 2 && distance !== 4);
  const centres = alignmentCentres(version);
  const last = centres.at(-1) ?? 6;
  for (const row of centres)
    for (const column of centres) {
      const onFinder =
        (row === 6 && column === 6) || (row === 6 && column === last) || (row === last && column === 6);
      if (!onFinder) placeSquares(grid, row, column, 2, (distance) => distance !== 1);
    }
  if (version >= 7) placeVersion(grid, version);
  return grid;
}

/** Annex E of the standard, as a rule: evenly spread from the far edge, by even steps. */
function alignmentCentres(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const far = 10 + 4 * version;
  const step = Math.ceil((far - 6) / (count - 1) / 2) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, index) => far - step * (count - 2 - index))];
}

function placeSquares(
  grid: Grid,
  row: number,
  column: number,
  reach: number,
  isDark: (distance: number) => boolean,
): void {
  for (let down = -reach; down <= reach; down += 1)
    for (let right = -reach; right <= reach; right += 1)
      set(grid, row + down, column + right, isDark(Math.max(Math.abs(down), Math.abs(right))));
}

/** Level and mask with their correction, twice (ISO/IEC 18004 §7.9). Level M is 00. */
function placeFormat(grid: Grid, mask: number): void {
  const bits = (withRemainder(mask, 10, 0b10100110111) ^ 0b101010000010010) >>> 0;
  const { size } = grid;
  for (let index = 0; index < 15; index += 1) {
    const dark = ((bits >> index) & 1) === 1;
    if (index < 6) set(grid, index, 8, dark);
    else if (index < 8) set(grid, index + 1, 8, dark);
    else if (index === 8) set(grid, 8, 7, dark);
    else set(grid, 8, 14 - index, dark);
    if (index < 8) set(grid, 8, size - 1 - index, dark);
    else set(grid, size - 15 + index, 8, dark);
  }
  set(grid, size - 8, 8, true);
}

/** The version with its correction, twice, from version 7 on (ISO/IEC 18004 §7.10). */
function placeVersion(grid: Grid, version: number): void {
  const bits = withRemainder(version, 12, 0b1111100100101);
  for (let index = 0; index < 18; index += 1) {
    const dark = ((bits >> index) & 1) === 1;
    const near = Math.floor(index / 3);
    const far = grid.size - 11 + (index % 3);
    set(grid, near, far, dark);
    set(grid, far, near, dark);
  }
}

/** A value followed by its remainder in a cyclic code. */
function withRemainder(value: number, bits: number, generator: number): number {
  let remainder = value << bits;
  for (let at = 31 - Math.clz32(remainder); remainder >= 1 << bits; at = 31 - Math.clz32(remainder))
    remainder ^= generator << (at - bits);
  return (value << bits) | remainder;
}

/** In pairs of columns from the right, up and down in turn; what is left over stays light (ISO/IEC 18004 §7.7.3). */
function placeBytes(
  grid: Grid,
  bytes: readonly number[],
  mask: (row: number, column: number) => boolean,
): void {
  const { size, fixed, dark } = grid;
  let bit = 0;
  for (let pair = size - 1, up = true; pair > 0; pair -= 2, up = !up) {
    if (pair === 6) pair -= 1;
    for (let step = 0; step < size; step += 1) {
      const row = up ? size - 1 - step : step;
      for (const column of [pair, pair - 1]) {
        if (fixed[row]?.[column] !== false) continue;
        const one = (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        bit += 1;
        const line = dark[row];
        if (line !== undefined) line[column] = one !== mask(row, column);
      }
    }
  }
}

function set({ size, dark, fixed }: Grid, row: number, column: number, value: boolean): void {
  if (row < 0 || column < 0 || row >= size || column >= size) return;
  const [line, mark] = [dark[row], fixed[row]];
  if (line === undefined || mark === undefined) return;
  line[column] = value;
  mark[column] = true;
}

/** How hard a symbol is to read (ISO/IEC 18004 §7.8.3): long runs, blocks, false finders, and an uneven whole. */
function penaltyOf(dark: QrModules): number {
  const size = dark.length;
  const columns = dark.map((_, column) => dark.map((row) => row[column] ?? false));
  const darkCount = dark.flat().filter(Boolean).length;
  const uneven = Math.floor(Math.abs((darkCount * 100) / (size * size) - 50) / 5) * 10;
  return [...dark, ...columns].reduce((sum, line) => sum + linePenalty(line), uneven + blockPenalty(dark));
}

function linePenalty(line: readonly boolean[]): number {
  const text = line.map((one) => (one ? '1' : '0')).join('');
  const runs = (text.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0);
  const finders = text.match(/(?=10111010000|00001011101)/g)?.length ?? 0;
  return runs + finders * 40;
}

function blockPenalty(dark: QrModules): number {
  let blocks = 0;
  for (let row = 1; row < dark.length; row += 1)
    for (let column = 1; column < dark.length; column += 1) {
      const one = dark[row]?.[column];
      const same =
        one === dark[row - 1]?.[column] &&
        one === dark[row]?.[column - 1] &&
        one === dark[row - 1]?.[column - 1];
      if (same) blocks += 1;
    }
  return blocks * 3;
}
