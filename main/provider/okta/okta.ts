import { atAccount } from '../at-account.ts';
import { propagatedAt } from '../connector-settings.ts';
import { personOfAttribute } from '../person-attribute.ts';
import type { Provider, ProviderAnswer, ProviderFailure } from '../provider.ts';
import { readSecretFile } from '../secret-file.ts';
import { failureOfStatus } from '../status-failure.ts';
import { suspendedPeople } from '../suspended-people.ts';
import { createOktaAccounts } from './okta-accounts.ts';
import {
  factorOf,
  instantOf,
  networkOf,
  type OktaUser,
  oktaFactor,
  oktaGroup,
  oktaTemporaryCode,
  oktaUser,
  oktaZone,
} from './okta-answers.ts';
import { connectOkta, type OktaRequest } from './okta-connection.ts';
import { createOktaReading, readAnswer } from './okta-reading.ts';
import { type OktaProviderSettingsInput, oktaProviderSettings } from './okta-settings.ts';

/** Minutes that Okta allows a temporary access code. */
const temporaryCodeMinutes = { least: 10, most: 14_400 };
const pageSize = 1000;

/** Okta's ids. */
const accountPattern = /^[A-Za-z0-9]{1,64}$/;
const refused: ProviderFailure = { ok: false, code: 'provider/refused' };
const unavailable: ProviderFailure = { ok: false, code: 'provider/unavailable' };
const unknownPerson: ProviderFailure = { ok: false, code: 'provider/unknown-person' };

/**
 * Okta: a person is exempt while they are in the group that the access policy's rule names. Okta knows no end of a
 * membership; whoever calls has to end it. Every change counts only with the status that Okta documents for it (204), so
 * that a captive network's page never passes for a confirmation (I5).
 *
 * The sweep's list counts members whose account bears no person id, or no longer does, and names none of them.
 *
 * @throws ZodError when the settings are invalid, Error when the key can't be read or is open to others.
 */
export function createOktaProvider(input: OktaProviderSettingsInput): Provider {
  const settings = oktaProviderSettings.parse(input);
  const ask = connectOkta({
    origin: settings.origin,
    clientId: settings.clientId,
    privateKey: readSecretFile(settings.privateKeyFile),
    keyId: settings.keyId,
    scopes: settings.readsNetworks
      ? [...new Set([...settings.scopes, 'okta.networkZones.read'])]
      : settings.scopes,
    timeoutMs: settings.timeoutMilliseconds,
  });

  const { read, readPages } = createOktaReading(ask);
  const { find, isThere, withAccount } = createOktaAccounts(settings, read);

  async function change(request: OktaRequest): Promise<{ readonly ok: true } | 'missing' | ProviderFailure> {
    const answer = await ask(request);
    if (!answer.ok) return answer;
    if (answer.status === 204) return { ok: true };
    return answer.status === 404 ? 'missing' : failureOfStatus(answer.status, answer.headers);
  }

  async function changeMembership(
    method: 'PUT' | 'DELETE',
    person: string,
    signal: AbortSignal,
  ): Promise<ProviderAnswer> {
    let account: string | undefined;
    const done = await withAccount(
      person,
      signal,
      (found) => {
        account = found;
        return change({ method, path: membershipOf(found), signal });
      },
      refused, // The account is there, so it is the group that is not.
    );
    return changed(done, account);
  }

  const membershipOf = (account: string) => `/api/v1/groups/${settings.group}/users/${account}`;
  const changed = (done: { readonly ok: true } | ProviderFailure, account?: string): ProviderAnswer =>
    atAccount(
      done.ok ? { ok: true, propagatingUntil: propagatedAt(settings.propagationSeconds) } : done,
      account,
    );

  const { temporaryCodeAuthenticator } = settings;
  return {
    kind: 'okta',
    simulated: false,
    suspend: (person, signal) => changeMembership('PUT', person, signal),
    resume: (person, signal) => changeMembership('DELETE', person, signal),

    async resumeAccount(account, signal) {
      if (!accountPattern.test(account)) return refused;
      const done = await change({ method: 'DELETE', path: membershipOf(account), signal });
      if (done !== 'missing') return changed(done);
      const there = await isThere(account, signal);
      return there === true ? refused : there === false ? unknownPerson : there;
    },

    async status(person, signal) {
      const groups = await withAccount(
        person,
        signal,
        (account) => readPages(oktaGroup, `/api/v1/users/${account}/groups`, signal),
        unavailable,
      );
      if (!groups.ok) return groups;
      return { ok: true, suspended: groups.value.some(({ id }) => id === settings.group) };
    },

    async listSuspended(signal) {
      const path = `/api/v1/groups/${settings.group}/users?limit=${pageSize}`;
      const members = await readPages(oktaUser, path, signal);
      if (members === 'missing') return refused;
      if (!members.ok) return members;
      const people = members.value.flatMap((user) => personOf(user) ?? []);
      return suspendedPeople(members.value.length, people);
    },

    async health(signal) {
      const group = await read(oktaGroup, { path: `/api/v1/groups/${settings.group}`, signal });
      return { ok: group !== 'missing' && group.ok };
    },

    async lookUp(person, signal) {
      const found = await find(person, signal);
      if (!found.ok) return found;
      const { id, status } = found.user;
      return { ok: true, account: id, enabled: !['DEPROVISIONED', 'SUSPENDED', 'STAGED'].includes(status) };
    },

    async factors(person, signal) {
      const factors = await withAccount(
        person,
        signal,
        (account) => readPages(oktaFactor, `/api/v1/users/${account}/factors`, signal),
        unavailable,
      );
      return factors.ok ? { ok: true, factors: factors.value.map(factorOf) } : factors;
    },

    /** Push takes the same device's TOTP and signed nonce along: Okta does that. */
    async resetFactor(person, factorId, signal) {
      if (!/^[A-Za-z0-9_-]{1,64}$/.test(factorId)) return refused;
      const done = await withAccount(
        person,
        signal,
        (account) =>
          change({ method: 'DELETE', path: `/api/v1/users/${account}/factors/${factorId}`, signal }),
        { ok: true } as const, // The account is there, so it is the factor that is gone already.
      );
      return done.ok ? { ok: true, propagatingUntil: null } : done;
    },

    ...(temporaryCodeAuthenticator === undefined
      ? {}
      : {
          async temporaryCode(person: string, minutes: number, signal: AbortSignal) {
            const { least, most } = temporaryCodeMinutes;
            if (!Number.isInteger(minutes) || minutes < least || minutes > most) return refused;
            const body = {
              authenticatorId: temporaryCodeAuthenticator,
              profile: { multiUse: false, ttl: String(minutes) },
            };
            const code = await withAccount(
              person,
              signal,
              async (account) => {
                const path = `/api/v1/users/${account}/authenticator-enrollments/tac`;
                const answer = await ask({ method: 'POST', path, body, signal });
                if (!answer.ok) return answer;
                return answer.status === 404 ? 'missing' : readAnswer(oktaTemporaryCode, answer);
              },
              refused,
            );
            if (!code.ok) return code;
            const validUntil = instantOf(code.value.profile.expiresAt);
            return validUntil === null
              ? unavailable
              : ({ ok: true, code: code.value.profile.tac, validUntil } as const);
          },
        }),

    async endSessions(person, signal) {
      const done = await withAccount(
        person,
        signal,
        (account) => {
          const path = `/api/v1/users/${account}/sessions?oauthTokens=true&forgetDevices=true`;
          return change({ method: 'DELETE', path, signal });
        },
        unavailable,
      );
      return done.ok ? { ok: true, propagatingUntil: null } : done;
    },

    ...(settings.readsNetworks
      ? {
          exemptNetworks: {
            async list(signal: AbortSignal) {
              const zones = await readPages(oktaZone, '/api/v1/zones', signal);
              if (zones === 'missing') return refused;
              return zones.ok ? ({ ok: true, networks: zones.value.map(networkOf) } as const) : zones;
            },
          },
        }
      : {}),
  };

  function personOf({ profile }: OktaUser): string | null {
    return personOfAttribute(profile[settings.person.attribute], settings.person);
  }
}
