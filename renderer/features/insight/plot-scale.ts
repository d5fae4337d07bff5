/** Places of equal width along a line, with a gap before, between and after them. */
export interface Bands {
  /** Where each begins. */
  readonly starts: readonly number[];
  readonly width: number;
}

/** `gap` is a share of what one place and its gap take together: 0.25 leaves a quarter of it free. */
export function bandsAlong(count: number, from: number, to: number, gap: number): Bands {
  const step = (to - from) / (count + gap);
  return {
    starts: Array.from({ length: count }, (_, index) => from + step * (gap + index)),
    width: step * (1 - gap),
  };
}

/** The middles of equal parts of a line. */
export function pointsAlong(count: number, from: number, to: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * (index + 0.5)) / count);
}

/** Round numbers that an axis from 0 shows, the last of them at or above `most`: whole, and about `wanted` of them. */
export function wholeTicks(most: number, wanted: number): readonly number[] {
  const rough = Math.max(1, most / wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

/** Powers of ten from at or below `least` to at or above `most`; at least two of them. */
export function tenfoldTicks(least: number, most: number): readonly number[] {
  const first = Math.floor(Math.log10(least) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(most) - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
}

/** Where a value lies when one range is laid evenly over another. */
export function between(
  [least, most]: readonly [number, number],
  [from, to]: readonly [number, number],
): (value: number) => number {
  return (value) => from + ((to - from) * (value - least)) / (most - least);
}
