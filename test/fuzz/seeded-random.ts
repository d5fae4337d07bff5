/** Random choices that repeat with the same seed. Not for secrets. */
export interface SeededRandom {
  /** An integer from 0 up to, not including, `bound`. */
  below(bound: number): number;
  /** True once in `times`. */
  once(times: number): boolean;
  pick<T>(choices: readonly T[]): T;
  bytes(length: number): Uint8Array;
}

/** A generator (splitmix32) for one step of a run: each step repeats from the run's seed and its own number. */
export function seededRandom(seed: number, step: number): SeededRandom {
  let state = (seed ^ Math.imul(step + 1, 0x9e3779b9)) >>> 0;

  function next(): number {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  const below = (bound: number): number => next() % bound;
  return {
    below,
    once: (times) => below(times) === 0,
    pick(choices) {
      const chosen = choices[below(choices.length)];
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
    bytes(length) {
      const bytes = new Uint8Array(length);
      for (let index = 0; index < length; index += 4) {
        const four = next();
        bytes[index] = four;
        bytes[index + 1] = four >>> 8;
        bytes[index + 2] = four >>> 16;
        bytes[index + 3] = four >>> 24;
      }
      return bytes;
    },
  };
}
