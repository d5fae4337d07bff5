import type { Provider } from '../provider/provider.ts';
import type { ProviderCalls } from './reconcile/provider-calls.ts';

const believedMs = 10_000;
const limitMs = 5_000;
/** Asking how it is spends at most this part of the provider's budget. */
const share = 1 / 10;

/**
 * Asks the provider how it is at most every ten seconds, however often callers ask, seldomer where its budget is small,
 * and never longer than five. Where the budget has no call for it at the moment, the answer before counts on.
 */
export function createProviderHealth(
  provider: Pick<Provider, 'health'>,
  calls: Pick<ProviderCalls, 'start'>,
  callsPerMinute: number,
  monotonicMs: () => number = () => performance.now(),
): () => Promise<'up' | 'down' | 'unknown'> {
  const pauseMs = Math.max(believedMs, 60_000 / (callsPerMinute * share));
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<'up' | 'down' | 'unknown'> = Promise.resolve('unknown');
  return () => {
    if (monotonicMs() - askedAt < pauseMs) return answer;
    const call = calls.start();
    if (call === null) return answer;
    askedAt = monotonicMs();
    answer = provider
      .health(AbortSignal.timeout(limitMs))
      .then(
        ({ ok }): 'up' | 'down' => (ok ? 'up' : 'down'),
        () => 'unknown' as const,
      )
      .finally(() => call.end());
    return answer;
  };
}
