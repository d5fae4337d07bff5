/** Lets the first of equal events through and the rest only counted, until some time has passed or another one comes. */
export interface RepeatFilter {
  /** How many equal events went unreported since the last one that was; null when this one is to be swallowed too. */
  admit(event: string): number | null;
}

/** `everyMs` is how often equal events are let through. Remembers one event: memory is bounded. */
export function createRepeatFilter(everyMs: number, monotonicMs: () => number): RepeatFilter {
  let last: { readonly event: string; readonly at: number; swallowed: number } | null = null;
  return {
    admit(event) {
      const at = monotonicMs();
      if (last !== null && last.event === event && at - last.at < everyMs) {
        last.swallowed += 1;
        return null;
      }
      const swallowed = last?.event === event ? last.swallowed : 0;
      last = { event, at, swallowed: 0 };
      return swallowed;
    },
  };
}
