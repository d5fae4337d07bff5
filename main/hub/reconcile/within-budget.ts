import type { ProviderFailure } from '../../provider/provider.ts';
import type { ProviderCalls } from './provider-calls.ts';

/**
 * One call of the provider in its turn: waits as the budget asks, then gives it `limitMs` at most. What it answers
 * counts for the calls after it. `provider/unavailable` where its turn is too far away. Throws when `gone` is aborted
 * while it waits.
 */
export async function withinBudget<Answer extends { readonly ok: boolean }>(
  calls: ProviderCalls,
  gone: AbortSignal,
  call: (signal: AbortSignal) => Promise<Answer | ProviderFailure>,
  limitMs: number,
): Promise<Answer | ProviderFailure> {
  const turn = await calls.turn(gone);
  if (turn === null) return { ok: false, code: 'provider/unavailable' };
  try {
    const answer = await call(AbortSignal.any([gone, AbortSignal.timeout(limitMs)]));
    turn.end(answer);
    return answer;
  } finally {
    turn.end();
  }
}
