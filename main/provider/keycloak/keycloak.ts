import { z } from 'zod';
import { createAccountCache } from '../account-cache.ts';
import { atAccount } from '../at-account.ts';
import { propagatedAt } from '../connector-settings.ts';
import { attributeValueOf, personOfAttribute } from '../person-attribute.ts';
import type { Provider, ProviderAnswer, ProviderFailure } from '../provider.ts';
import { readSecretFile } from '../secret-file.ts';
import { suspendedPeople } from '../suspended-people.ts';
import { connectKeycloak, type KeycloakAnswer } from './keycloak-connection.ts';
import { credentialsSchema, factorOfCredential } from './keycloak-credential.ts';
import { accountSchema, createKeycloakExemption, type KeycloakAccount } from './keycloak-exemption.ts';
import { type KeycloakProviderSettingsInput, keycloakProviderSettings } from './keycloak-settings.ts';

const unknown: ProviderFailure = { ok: false, code: 'provider/unknown-person' };

/** Keycloak's ids: UUIDs, or `f:` and more for accounts of a federated store. */
const accountPattern = /^[A-Za-z0-9:._@-]{1,100}$/;

/** Whether a 404 says that the account is not there, rather than the group or role. */
const isAboutUser = (what: string) => /\buser\b/i.test(what);

/**
 * Suspends by a group or realm role that the conditional OTP step of Keycloak's browser flow reads. A new TOTP is not
 * made here: Keycloak shows its QR code only to the person themselves (required action `CONFIGURE_TOTP`), and it has no
 * temporary codes.
 *
 * @throws ZodError or Error when the settings are invalid or the secret can't be read.
 */
export function createKeycloakProvider(input: KeycloakProviderSettingsInput): Provider {
  const settings = keycloakProviderSettings.parse(input);
  readSecretFile(settings.clientSecretFile);
  const ask = connectKeycloak(settings);
  const exemption = createKeycloakExemption(ask, settings);
  const cache = createAccountCache(settings.accountCacheSeconds * 1000);
  const byName = settings.person.attribute === 'username';

  function personOf(account: KeycloakAccount): string | null {
    const values = byName ? [account.username] : (account.attributes?.[settings.person.attribute] ?? []);
    return values.length === 1 ? personOfAttribute(values[0], settings.person) : null;
  }

  async function findAccount(
    person: string,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly account: KeycloakAccount } | ProviderFailure> {
    const value = attributeValueOf(person, settings.person);
    // In a query by attributes a quotation mark ends the value; in one by name `*` is a wildcard where `exact` is not known.
    if (value === null || /["*\\]/.test(value)) return unknown;
    const by = byName ? { username: value } : { q: `${settings.person.attribute}:"${value}"` };
    const query = { ...by, exact: 'true', first: '0', max: '10', briefRepresentation: 'false' };
    const answer = await ask({ method: 'GET', path: '/users', query, signal });
    if (!answer.ok) return answer;
    const read = z
      .array(accountSchema)
      .max(10)
      .safeParse(answer.missing ? null : answer.body);
    if (!read.success) return { ok: false, code: 'provider/unavailable' };
    const [account, another] = read.data.filter((one) => personOf(one) === person);
    if (account === undefined) return unknown;
    if (another !== undefined) return { ok: false, code: 'provider/refused' };
    cache.set(person, account.id);
    return { ok: true, account };
  }

  /** Does the work with the person's account; an account that was remembered and is gone is looked for once more. */
  async function withAccount<T extends { readonly ok: true; readonly missing: false }>(
    person: string,
    signal: AbortSignal,
    work: (account: string) => Promise<T | KeycloakAnswer>,
  ): Promise<T | Extract<KeycloakAnswer, { readonly missing: false }> | ProviderFailure> {
    for (;;) {
      const remembered = cache.get(person);
      const found = remembered === undefined ? await findAccount(person, signal) : null;
      if (found !== null && !found.ok) return found;
      const answer = await work(remembered ?? found?.account.id ?? '');
      if (!answer.ok || !answer.missing) return answer;
      if (!isAboutUser(answer.what)) return { ok: false, code: 'provider/refused' }; // the group or role is gone
      cache.forget(person);
      if (remembered === undefined) return unknown;
    }
  }

  async function change(
    person: string,
    signal: AbortSignal,
    work: (account: string) => Promise<KeycloakAnswer>,
  ): Promise<ProviderAnswer> {
    let tried: string | undefined;
    const answer = await withAccount(person, signal, (account) => {
      tried = account;
      return work(account);
    });
    return atAccount(judged(answer), tried);
  }

  const judged = (answer: { readonly ok: true } | ProviderFailure): ProviderAnswer =>
    answer.ok ? { ok: true, propagatingUntil: propagatedAt(settings.propagationSeconds) } : answer;

  const credentialsOf = (person: string, signal: AbortSignal) =>
    withAccount(person, signal, async (account) => {
      const path = `/users/${encodeURIComponent(account)}/credentials`;
      const answer = await ask({ method: 'GET', path, signal });
      if (!answer.ok || answer.missing) return answer;
      const read = credentialsSchema.safeParse(answer.body);
      if (!read.success) return { ok: false as const, code: 'provider/unavailable' as const };
      return { ok: true as const, missing: false as const, account, credentials: read.data };
    });

  return {
    kind: 'keycloak',
    simulated: false,
    suspend: (person, signal) => change(person, signal, (account) => exemption.add(account, signal)),
    resume: (person, signal) => change(person, signal, (account) => exemption.remove(account, signal)),
    async resumeAccount(account, signal) {
      if (!accountPattern.test(account)) return { ok: false, code: 'provider/refused' };
      const answer = await exemption.remove(account, signal);
      if (!answer.ok || !answer.missing) return judged(answer);
      return isAboutUser(answer.what) ? unknown : { ok: false, code: 'provider/refused' };
    },
    async status(person, signal) {
      const answer = await withAccount(person, signal, (account) => exemption.holds(account, signal));
      if (!answer.ok) return answer;
      return 'holds' in answer
        ? { ok: true, suspended: answer.holds }
        : { ok: false, code: 'provider/unavailable' };
    },
    async listSuspended(signal) {
      const found = await exemption.list(signal);
      if (!found.ok) return found;
      const people = found.accounts.map(personOf).filter((person) => person !== null);
      return suspendedPeople(found.accounts.length, people);
    },
    health: async (signal) => ({ ok: await exemption.exists(signal) }),
    async lookUp(person, signal) {
      const found = await findAccount(person, signal);
      return found.ok ? { ok: true, account: found.account.id, enabled: found.account.enabled } : found;
    },
    async factors(person, signal) {
      const found = await credentialsOf(person, signal);
      if (!found.ok) return found;
      if (!('credentials' in found)) return { ok: false, code: 'provider/unavailable' };
      return { ok: true, factors: found.credentials.map(factorOfCredential).filter((one) => one !== null) };
    },
    async resetFactor(person, factorId, signal) {
      const found = await credentialsOf(person, signal);
      if (!found.ok) return found;
      if (!('credentials' in found)) return { ok: false, code: 'provider/unavailable' };
      const credential = found.credentials.find(({ id }) => id === factorId);
      if (credential === undefined) return { ok: true, propagatingUntil: null };
      if (factorOfCredential(credential) === null) return { ok: false, code: 'provider/refused' };
      const path = `/users/${encodeURIComponent(found.account)}/credentials/${encodeURIComponent(factorId)}`;
      const answer = await ask({ method: 'DELETE', path, signal });
      return answer.ok ? { ok: true, propagatingUntil: null } : answer;
    },
    async endSessions(person, signal) {
      const answer = await withAccount(person, signal, (account) =>
        ask({ method: 'POST', path: `/users/${encodeURIComponent(account)}/logout`, signal }),
      );
      return answer.ok ? { ok: true, propagatingUntil: null } : answer;
    },
  };
}
