import { createNumberList, giveBack, type Numbers } from './number-list.ts';

/**
 * Numbers and logins of a fixed list of people, sorted, as bytes in one buffer: 600,000 strings would take five times the
 * memory. Each person has one of each, by their place in the list.
 */
export interface KeyTable {
  /** The places of the keys that begin with `key`: those that are `key` from `from` to `exactEnd`, the longer ones to `end`. */
  range(key: string): { readonly from: number; readonly exactEnd: number; readonly end: number };
  /** Whose key lies at each place, as twice the person, plus one for a login. */
  readonly entries: Numbers;
  /** Every person once, in the order of their numbers. */
  byNumber(): Numbers;
  /** Gives its memory back; it is not used after it. */
  giveBack(): void;
}

const maximumBytes = 64;
/** Entries looked at before others may go first. */
const entriesAtOnce = 100_000;
/** Ranges shorter than this are sorted by insertion. */
const shortRange = 12;

/** Takes keys person after person and gives their table. */
export interface KeyCollector {
  add(number: string, login: string): void;
  /** Sorts them, in steps of a few milliseconds. */
  table(): Generator<undefined, KeyTable>;
}

export function createKeyCollector(): KeyCollector {
  let bytes = Buffer.from(new ArrayBuffer(1 << 16));
  let used = 0;
  const ends = createNumberList();

  const append = (key: string) => {
    if (used + maximumBytes > bytes.length) bytes = Buffer.from(bytes.buffer.transfer(bytes.length * 2));
    used += bytes.write(key, used, maximumBytes, 'utf8');
    ends.push(used);
  };

  return {
    add(number, login) {
      append(number);
      append(login);
    },
    *table() {
      return yield* sortKeys(Buffer.from(bytes.buffer.transfer(used)), ends.take());
    },
  };
}

function* sortKeys(bytes: Buffer<ArrayBuffer>, ends: Numbers): Generator<undefined, KeyTable> {
  const startOf = (entry: number) => (entry === 0 ? 0 : (ends[entry - 1] ?? 0));
  /** The byte of an entry at a depth; 0 beyond its end, which no key contains. */
  const byteAt = (entry: number, depth: number) => {
    const place = startOf(entry) + depth;
    return place < (ends[entry] ?? 0) ? (bytes[place] ?? 0) : 0;
  };
  const order = ends.map((_, entry) => entry);
  yield* sortRange(order, byteAt);

  /** Negative when the entry is below the bytes, 0 when it begins with them, positive above. */
  const compare = (entry: number, wanted: Buffer) => {
    for (let depth = 0; depth < wanted.length; depth += 1) {
      const difference = byteAt(entry, depth) - (wanted[depth] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const firstWhere = (isBeyond: (entry: number) => boolean) => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBeyond(order[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  return {
    entries: order,
    range(key) {
      const wanted = Buffer.from(key, 'utf8');
      if (wanted.length > maximumBytes) return { from: 0, exactEnd: 0, end: 0 };
      const isLonger = (entry: number) => (ends[entry] ?? 0) - startOf(entry) > wanted.length;
      return {
        from: firstWhere((entry) => compare(entry, wanted) >= 0),
        exactEnd: firstWhere((entry) => {
          const difference = compare(entry, wanted);
          return difference > 0 || (difference === 0 && isLonger(entry));
        }),
        end: firstWhere((entry) => compare(entry, wanted) > 0),
      };
    },
    byNumber() {
      const people = new Uint32Array(order.length / 2);
      let place = 0;
      for (const entry of order) {
        if ((entry & 1) === 1) continue;
        people[place] = entry >>> 1;
        place += 1;
      }
      return people;
    },
    giveBack: () => giveBack(bytes, ends, order),
  };
}

/** Multikey quicksort (Bentley and Sedgewick 1997): by the byte at a depth into below, equal and above; equal goes on. */
function* sortRange(
  order: Numbers,
  byteAt: (entry: number, depth: number) => number,
): Generator<undefined, void> {
  const below = (left: number, right: number, from: number) => {
    for (let depth = from; depth < maximumBytes; depth += 1) {
      const difference = byteAt(left, depth) - byteAt(right, depth);
      if (difference !== 0) return difference < 0;
    }
    return left < right;
  };
  const open: [from: number, to: number, depth: number][] = [[0, order.length, 0]];
  let looked = 0;
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [from, to, depth] = range;
    if (depth >= maximumBytes) continue;
    looked += to - from;
    if (looked > entriesAtOnce) {
      looked = 0;
      yield;
    }
    if (to - from <= shortRange) {
      for (let next = from + 1; next < to; next += 1) {
        const entry = order[next] ?? 0;
        let place = next;
        for (; place > from && below(entry, order[place - 1] ?? 0, depth); place -= 1)
          order[place] = order[place - 1] ?? 0;
        order[place] = entry;
      }
      continue;
    }
    const pivot = byteAt(order[(from + to) >>> 1] ?? 0, depth);
    let low = from;
    let high = to;
    for (let next = from; next < high; ) {
      const entry = order[next] ?? 0;
      const byte = byteAt(entry, depth);
      if (byte < pivot) {
        order[next] = order[low] ?? 0;
        order[low] = entry;
        low += 1;
        next += 1;
      } else if (byte > pivot) {
        high -= 1;
        order[next] = order[high] ?? 0;
        order[high] = entry;
      } else next += 1;
    }
    open.push([from, low, depth], [high, to, depth]);
    // Keys that end here are equal; their order says nothing.
    if (pivot !== 0) open.push([low, high, depth + 1]);
  }
}
