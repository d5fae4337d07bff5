/**
 * Runs `work` for at most `limitMs`, or until `givenUp` fires: then its signal aborts and the answer is `late`, even when
 * `work` ignores the signal; whatever it answers later is dropped. A rejection in time is passed on.
 */
export async function withinTime<T>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  late: T,
  givenUp?: AbortSignal,
): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let over: () => void = () => undefined;
  const timeout = new Promise<T>((resolve) => {
    over = () => {
      resolve(late);
      abort.abort();
    };
    timer = setTimeout(over, limitMs);
    givenUp?.addEventListener('abort', over, { once: true });
  });
  try {
    return await Promise.race([work(abort.signal), timeout]);
  } finally {
    clearTimeout(timer);
    givenUp?.removeEventListener('abort', over);
  }
}
