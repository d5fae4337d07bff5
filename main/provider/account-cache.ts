const maximumAccounts = 10_000;

/** Which account of the provider a person has, remembered for minutes: a look-up is the slowest call of all. */
export interface AccountCache {
  get(person: string): string | undefined;
  set(person: string, account: string): void;
  /** To be called as soon as the provider doesn't know the account. */
  forget(person: string): void;
}

/** Holds at most 10,000 accounts; the oldest goes first. */
export function createAccountCache(
  lifeMs: number,
  monotonicMs: () => number = () => performance.now(),
): AccountCache {
  const accounts = new Map<string, { readonly account: string; readonly until: number }>();
  return {
    get(person) {
      const found = accounts.get(person);
      if (found === undefined || found.until > monotonicMs()) return found?.account;
      accounts.delete(person);
      return undefined;
    },
    set(person, account) {
      accounts.delete(person);
      accounts.set(person, { account, until: monotonicMs() + lifeMs });
      for (const [oldest] of accounts) {
        if (accounts.size <= maximumAccounts) break;
        accounts.delete(oldest);
      }
    },
    forget: (person) => accounts.delete(person),
  };
}
