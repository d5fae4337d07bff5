import { z } from 'zod';
import { createAccountCache } from '../account-cache.ts';
import { attributeValueOf } from '../person-attribute.ts';
import type { ProviderFailure } from '../provider.ts';
import { oktaUser, searchLiteral } from './okta-answers.ts';
import type { OktaReading } from './okta-reading.ts';
import type { OktaProviderSettings } from './okta-settings.ts';

const refused: ProviderFailure = { ok: false, code: 'provider/refused' };
const unknownPerson: ProviderFailure = { ok: false, code: 'provider/unknown-person' };

/** Which account at Okta is a person's, remembered for as long as the settings say. */
export function createOktaAccounts(settings: OktaProviderSettings, read: OktaReading['read']) {
  const accounts = createAccountCache(settings.accountCacheSeconds * 1000);

  /** Deactivated accounts are found too; they matter only where a person has no other. */
  async function find(person: string, signal: AbortSignal) {
    const value = attributeValueOf(person, settings.person);
    if (value === null) return unknownPerson;
    const { attribute } = settings.person;
    const search = `profile.${attribute} eq ${searchLiteral(value)}`;
    const query = new URLSearchParams({ search, limit: '10' });
    const answer = await read(z.array(oktaUser), { path: `/api/v1/users?${query}`, signal });
    if (answer === 'missing') return refused;
    if (!answer.ok) return answer;
    // The search doesn't tell capitals from small letters; an id does.
    const all = answer.value.filter(({ profile }) => profile[attribute] === value);
    const inUse = all.filter(({ status }) => status !== 'DEPROVISIONED');
    const candidates = inUse.length > 0 ? inUse : all;
    if (candidates.length > 1) return refused;
    const [user] = candidates;
    if (user === undefined) return unknownPerson;
    accounts.set(person, user.id);
    return { ok: true, user } as const;
  }

  /** The search lags behind; the account itself doesn't. */
  async function isThere(account: string, signal: AbortSignal): Promise<boolean | ProviderFailure> {
    const answer = await read(oktaUser, { path: `/api/v1/users/${account}`, signal });
    return answer === 'missing' ? false : answer.ok ? true : answer;
  }

  /**
   * Does `work` with the person's account. When Okta answers 404, it is found out whether the account is gone (then a
   * remembered one is looked up once more, for a person who was given a new one) or something else is.
   */
  async function withAccount<T>(
    person: string,
    signal: AbortSignal,
    work: (account: string) => Promise<T | 'missing' | ProviderFailure>,
    otherwise: T | ProviderFailure,
  ): Promise<T | ProviderFailure> {
    for (let again = false; ; again = true) {
      const remembered = accounts.get(person);
      const found = remembered === undefined ? await find(person, signal) : null;
      if (found !== null && !found.ok) return found;
      const account = remembered ?? found?.user.id ?? '';
      const done = await work(account);
      if (done !== 'missing') return done;
      const there = await isThere(account, signal);
      if (there === true) return otherwise;
      if (there !== false) return there;
      accounts.forget(person);
      if (again || remembered === undefined) return unknownPerson;
    }
  }

  return { find, isThere, withAccount };
}
