import type { ProviderAnswer } from './provider.ts';

/** An answer that names the account that it was about, where it took effect there or may have. */
export function atAccount(answer: ProviderAnswer, account: string | undefined): ProviderAnswer {
  const mayHold = answer.ok || answer.code === 'provider/unavailable';
  return account === undefined || !mayHold ? answer : { ...answer, account };
}
