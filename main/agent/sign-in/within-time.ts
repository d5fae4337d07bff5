/**
 * Runs `work` for at most `limitMs`: then its signal aborts and the answer is `late`, even when `work` ignores the
 * signal; whatever it answers later is dropped. A rejection in time is passed on.
 */
export async function withinTime<T>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  late: T,
): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      resolve(late);
      abort.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([work(abort.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
