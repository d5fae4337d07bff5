import type { Provider } from '../provider/provider.ts';

const believedMs = 10_000;
const limitMs = 5_000;

/** Asks the provider how it is at most every ten seconds, however often callers ask; never longer than five. */
export function createProviderHealth(
  provider: Provider,
  monotonicMs: () => number = () => performance.now(),
): () => Promise<'up' | 'down' | 'unknown'> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<'up' | 'down' | 'unknown'> = Promise.resolve('unknown');
  return () => {
    if (monotonicMs() - askedAt >= believedMs) {
      askedAt = monotonicMs();
      answer = provider.health(AbortSignal.timeout(limitMs)).then(
        ({ ok }) => (ok ? 'up' : 'down'),
        () => 'unknown',
      );
    }
    return answer;
  };
}
