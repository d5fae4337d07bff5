import { useEffect, useRef, useState } from 'react';

/** How far some work was at a moment of the window's clock, in milliseconds. */
export interface Milestone {
  readonly atMs: number;
  readonly done: number;
}

/** Less than this says nothing about a pace. */
const leastMs = 2000;

/**
 * Seconds until work is done, by its pace since it was first looked at; null while nobody can tell. Rounded to what a
 * person would say, so that the words stand still: tens of seconds below two minutes, whole minutes beyond.
 */
export function remainingSeconds(first: Milestone, now: Milestone, total: number | null): number | null {
  const elapsed = now.atMs - first.atMs;
  const gained = now.done - first.done;
  if (total === null || elapsed < leastMs || gained <= 0) return null;
  const seconds = (Math.max(0, total - now.done) * elapsed) / gained / 1000;
  const step = seconds < 120 ? 10 : 60;
  return Math.max(step, Math.ceil(seconds / step) * step);
}

const lookAgainMs = 1000;

/**
 * The same of work that is on the screen, from when it came there. Looked at again each second: where nothing moves on, it
 * takes longer. `part` names what is counted; another part has another pace.
 */
export function useRemainingSeconds(done: number, total: number | null, part: string): number | null {
  const first = useRef<(Milestone & { readonly part: string }) | null>(null);
  const [, lookAgain] = useState(0);
  const going = total !== null && done < total;
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => lookAgain((count) => count + 1), lookAgainMs);
    return () => clearInterval(timer);
  }, [going]);
  const now = { atMs: performance.now(), done, part };
  if (first.current === null || first.current.part !== part || done < first.current.done) first.current = now;
  return remainingSeconds(first.current, now, total);
}
