import { createAccountCache } from '../account-cache.ts';
import { attributeValueOf } from '../person-attribute.ts';
import type { ProviderFailure } from '../provider.ts';
import type { EntraProviderSettings } from './entra-settings.ts';
import { graphObject, graphUser, searchLiteral } from './graph-answers.ts';
import type { GraphConnection } from './graph-connection.ts';

const refused: ProviderFailure = { ok: false, code: 'provider/refused' };
const unknownPerson: ProviderFailure = { ok: false, code: 'provider/unknown-person' };

/** Which account at Entra is a person's, remembered for as long as the settings say. */
export function createEntraAccounts(settings: EntraProviderSettings, graph: GraphConnection) {
  const accounts = createAccountCache(settings.accountCacheSeconds * 1000);
  const { attribute } = settings.person;

  async function find(person: string, signal: AbortSignal) {
    const value = attributeValueOf(person, settings.person);
    if (value === null) return unknownPerson;
    const filter = encodeURIComponent(`${attribute} eq ${searchLiteral(value)}`);
    const answer = await graph.readPages(graphUser, {
      path: `/users?$filter=${filter}&$select=id,accountEnabled,${attribute}&$count=true`,
      eventual: true,
      signal,
    });
    if (answer === 'missing') return refused;
    if (!answer.ok) return answer;
    // The filter doesn't tell capitals from small letters; an id does.
    const [user, another] = answer.value.filter((each) => each[attribute] === value);
    if (another !== undefined) return refused;
    if (user === undefined) return unknownPerson;
    accounts.set(person, user.id);
    return { ok: true, user } as const;
  }

  async function isThere(account: string, signal: AbortSignal): Promise<boolean | ProviderFailure> {
    const path = `/users/${account}?$select=id`;
    const answer = await graph.read(graphObject, { method: 'GET', path, signal });
    return answer === 'missing' ? false : answer.ok ? true : answer;
  }

  /**
   * Does `work` with the person's account. Graph answers 404 alike for a person, a group and a member that is gone:
   * where `work` says `missing`, the account is asked for (and a remembered one looked up once more), then `otherwise`
   * tells what it means that the account is there.
   */
  async function withAccount<T>(
    person: string,
    signal: AbortSignal,
    work: (account: string) => Promise<T | 'missing' | ProviderFailure>,
    otherwise: () => Promise<T | ProviderFailure>,
  ): Promise<T | ProviderFailure> {
    for (let again = false; ; again = true) {
      const remembered = accounts.get(person);
      const found = remembered === undefined ? await find(person, signal) : null;
      if (found !== null && !found.ok) return found;
      const account = remembered ?? found?.user.id ?? '';
      const answer = await work(account);
      if (answer !== 'missing') return answer;
      const there = await isThere(account, signal);
      if (there === true) return otherwise();
      if (there !== false) return there;
      accounts.forget(person);
      if (again || remembered === undefined) return unknownPerson;
    }
  }

  return { find, isThere, withAccount };
}
