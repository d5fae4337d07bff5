import type { WipeProgress } from '../../../../preload/contract/models/lab.ts';

/** A wipe that is done sooner says nothing: nobody has begun to wonder. */
export const silentMs = 300;
const tellEveryMs = 250;

export interface WipeTelling {
  /** The next part begins; `total` where it is known how much there is. */
  begin(part: WipeProgress['part'], total?: number): void;
  /** So much more of this part is done. */
  did(more?: number): void;
  /** It is known now how much there is in all; null for unknown. */
  expect(total: number | null): void;
  /** Tells what changed, if it is time to: to be called now and then. */
  tick(): void;
  /** Milliseconds since the wipe began. */
  elapsedMs(): number;
}

/** What a wipe says of itself while it works: nothing in its first moments, then whatever changed, a few times a second. */
export function createWipeTelling(
  tell: (progress: WipeProgress) => void,
  monotonicMs: () => number = () => performance.now(),
): WipeTelling {
  const startedMs = monotonicMs();
  let present: WipeProgress | null = null;
  let told: WipeProgress | null = null;
  let toldMs = Number.NEGATIVE_INFINITY;
  const elapsedMs = () => monotonicMs() - startedMs;
  const tick = () => {
    if (present === told || present === null || elapsedMs() < silentMs) return;
    const otherPart = present.part !== told?.part;
    if (!otherPart && monotonicMs() - toldMs < tellEveryMs) return;
    told = present;
    toldMs = monotonicMs();
    tell(present);
  };
  return {
    begin(part, total) {
      present = { part, done: 0, total: total ?? null };
      tick();
    },
    did(more = 1) {
      if (present !== null) present = { ...present, done: present.done + more };
    },
    expect(total) {
      if (present !== null) present = { ...present, total };
      tick();
    },
    tick,
    elapsedMs,
  };
}
