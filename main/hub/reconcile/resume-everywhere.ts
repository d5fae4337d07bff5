import type { Provider, ProviderAnswer, ProviderFailure } from '../../provider/provider.ts';

type Call = (
  ask: (provider: Provider, signal: AbortSignal) => Promise<ProviderAnswer>,
) => Promise<ProviderAnswer | ProviderFailure>;

/**
 * Ends a person's exemption at their account, and at every other account that a suspension of theirs was tried at: one that was
 * renamed, merged or given another id since would keep it for ever (I2). An account that is gone exempts nobody. `ok` once it is
 * ended at all of them; `provider/unknown-person` where the provider doesn't know the person and nobody knows at which account
 * something that was sent may hold.
 *
 * @param sent whether anything that is to be ended was ever sent to the provider
 */
export async function resumeEverywhere(
  call: Call,
  person: string,
  owed: { readonly accounts: readonly string[]; readonly sent: boolean },
): Promise<ProviderAnswer> {
  const answer = await call((provider, signal) => provider.resume(person, signal));
  if (!answer.ok && answer.code !== 'provider/unknown-person') return answer;
  for (const account of owed.accounts) {
    if (answer.ok && account === answer.account) continue;
    const ended = await call((provider, signal) => provider.resumeAccount(account, signal));
    if (!ended.ok && ended.code !== 'provider/unknown-person') return ended;
  }
  const lost = !answer.ok && owed.sent && owed.accounts.length === 0;
  return answer.ok || lost ? answer : { ok: true, propagatingUntil: null };
}
