/** Happenings in the order of their times; those at the same time in the order in which they were planned. */
export interface EventQueue {
  /** Milliseconds of simulated time. */
  readonly nowMs: number;
  at(timeMs: number, happen: () => void): void;
  /** Lets everything happen that is planned, and what follows from it. */
  run(): void;
}

interface Planned {
  readonly timeMs: number;
  readonly order: number;
  readonly happen: () => void;
}

export function createEventQueue(startMs: number): EventQueue {
  const heap: Planned[] = [];
  let nowMs = startMs;
  let order = 0;
  const isBefore = (one: Planned, other: Planned) =>
    one.timeMs < other.timeMs || (one.timeMs === other.timeMs && one.order < other.order);

  function swap(one: number, other: number): void {
    const [first, second] = [heap[one], heap[other]];
    if (first === undefined || second === undefined) return;
    heap[one] = second;
    heap[other] = first;
  }

  function rise(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >> 1;
      const [child, above] = [heap[place], heap[parent]];
      if (child === undefined || above === undefined || !isBefore(child, above)) return;
      swap(place, parent);
      place = parent;
    }
  }

  function sink(): void {
    for (let place = 0; ; ) {
      let first = place;
      for (const child of [2 * place + 1, 2 * place + 2]) {
        const [one, best] = [heap[child], heap[first]];
        if (one !== undefined && best !== undefined && isBefore(one, best)) first = child;
      }
      if (first === place) return;
      swap(place, first);
      place = first;
    }
  }

  function takeFirst(): Planned | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    sink();
    return first;
  }

  return {
    get nowMs() {
      return nowMs;
    },
    at(timeMs, happen) {
      order += 1;
      heap.push({ timeMs: Math.max(nowMs, timeMs), order, happen });
      rise(heap.length - 1);
    },
    run() {
      for (let next = takeFirst(); next !== undefined; next = takeFirst()) {
        nowMs = next.timeMs;
        next.happen();
      }
    },
  };
}
