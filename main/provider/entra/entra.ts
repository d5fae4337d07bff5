import { atAccount } from '../at-account.ts';
import { propagatedAt } from '../connector-settings.ts';
import { personOfAttribute } from '../person-attribute.ts';
import type { Provider, ProviderFactor, ProviderFailure } from '../provider.ts';
import { parsedJson } from '../service-request.ts';
import { failureOfStatus } from '../status-failure.ts';
import { suspendedPeople } from '../suspended-people.ts';
import { createEntraAccounts } from './entra-accounts.ts';
import { type EntraProviderSettingsInput, entraClouds, entraProviderSettings } from './entra-settings.ts';
import {
  authenticationMethod,
  factorOf,
  graphError,
  graphObject,
  graphPage,
  graphUser,
  memberGroups,
  namedLocation,
  networkOf,
  placeOfFactor,
  searchLiteral,
  sessionsRevoked,
  temporaryAccessPass,
} from './graph-answers.ts';
import { connectGraph } from './graph-connection.ts';

/** Minutes that Entra allows a Temporary Access Pass. */
const temporaryPassMinutes = { least: 10, most: 43_200 };

/** Ids of directory objects. */
const accountPattern = /^[0-9a-fA-F-]{36}$/;

/** As many values as Graph takes in one filter. */
const idsInFilter = 15;

const refused: ProviderFailure = { ok: false, code: 'provider/refused' };
const unavailable: ProviderFailure = { ok: false, code: 'provider/unavailable' };
const unknownPerson: ProviderFailure = { ok: false, code: 'provider/unknown-person' };
type Done = { readonly ok: true };
const done: Done = { ok: true };

/**
 * Microsoft Entra through Graph: a person is exempt while they are in the group that the Conditional Access policies
 * exclude. The policies themselves are never touched: Graph allows one change of them per second. Entra knows no end of
 * such a membership; whoever calls has to end it. For a phone that was only forgotten, prefer `temporaryCode`, which
 * ends by itself.
 *
 * The sweep's list counts members whose account bears no person id, or no longer does, and names none of them.
 *
 * @throws ZodError when the settings are invalid, Error when the credential can't be read, is open to others, or key and
 * certificate don't belong together.
 */
export function createEntraProvider(input: EntraProviderSettingsInput): Provider {
  const settings = entraProviderSettings.parse(input);
  const graph = connectGraph(settings);
  const { find, isThere, withAccount } = createEntraAccounts(settings, graph);
  const { attribute } = settings.person;
  const members = `/groups/${settings.group}/members`;

  async function isGroupThere(signal: AbortSignal): Promise<boolean | ProviderFailure> {
    const path = `${members}?$top=1&$select=id`;
    const answer = await graph.read(graphPage(graphObject), { method: 'GET', path, signal });
    return answer === 'missing' ? false : answer.ok ? true : answer;
  }

  async function add(account: string, signal: AbortSignal): Promise<Done | 'missing' | ProviderFailure> {
    const reference = `${entraClouds[settings.cloud].graph}/v1.0/directoryObjects/${account}`;
    const body = { '@odata.id': reference };
    const answer = await graph.send({ method: 'POST', path: `${members}/$ref`, body, signal });
    if (!answer.ok) return answer;
    if (answer.status === 204) return done;
    if (answer.status === 404) return 'missing';
    const told = graphError.safeParse(parsedJson(answer.text));
    // "One or more added object references already exist for the following modified properties: 'members'."
    const already = answer.status === 400 && told.success && /already exist/i.test(told.data.error.message);
    return already ? done : failureOfStatus(answer.status, answer.headers);
  }

  async function remove(path: string, signal: AbortSignal): Promise<Done | 'missing' | ProviderFailure> {
    const answer = await graph.send({ method: 'DELETE', path, signal });
    if (!answer.ok) return answer;
    if (answer.status === 204) return done;
    return answer.status === 404 ? 'missing' : failureOfStatus(answer.status, answer.headers);
  }

  /** What a group's 404 means when the person is there: the group is gone, or else `whenThere`. */
  async function judgeGroup<T>(signal: AbortSignal, whenThere: T): Promise<T | ProviderFailure> {
    const there = await isGroupThere(signal);
    return there === true ? whenThere : there === false ? refused : there;
  }

  const removeMember = (account: string, signal: AbortSignal) => remove(`${members}/${account}/$ref`, signal);

  const changed = (answer: Done | ProviderFailure, seconds = 0) =>
    answer.ok ? { ok: true as const, propagatingUntil: propagatedAt(seconds) } : answer;

  return {
    kind: 'entra',
    simulated: false,

    async suspend(person, signal) {
      let tried: string | undefined;
      const answer = await withAccount<Done>(
        person,
        signal,
        (account) => {
          tried = account;
          return add(account, signal);
        },
        // Both are there, so one of them is too new for the part of the directory that answered.
        () => judgeGroup<Done | ProviderFailure>(signal, unavailable),
      );
      return atAccount(changed(answer, settings.propagationSeconds), tried);
    },

    async resume(person, signal) {
      let tried: string | undefined;
      const answer = await withAccount<Done>(
        person,
        signal,
        (account) => {
          tried = account;
          return removeMember(account, signal);
        },
        () => judgeGroup(signal, done), // Both are there, so it is the membership that is gone already.
      );
      return atAccount(changed(answer, settings.propagationSeconds), tried);
    },

    async resumeAccount(account, signal) {
      if (!accountPattern.test(account)) return refused;
      const removed = await removeMember(account, signal);
      if (removed !== 'missing') return changed(removed, settings.propagationSeconds);
      const there = await isThere(account, signal);
      if (there === false) return unknownPerson;
      return there === true
        ? changed(await judgeGroup<Done>(signal, done), settings.propagationSeconds)
        : there;
    },

    async status(person, signal) {
      const body = { groupIds: [settings.group] };
      const groups = await withAccount(
        person,
        signal,
        (account) => {
          const path = `/users/${account}/microsoft.graph.checkMemberGroups`;
          return graph.read(memberGroups, { method: 'POST', path, body, signal });
        },
        async () => unavailable,
      );
      if (!groups.ok) return groups;
      return { ok: true, suspended: groups.value.value.includes(settings.group) };
    },

    async listSuspended(signal) {
      const path = `${members}?$select=id&$top=999`;
      const answer = await graph.readPages(graphObject, { path, signal });
      if (answer === 'missing') return refused;
      if (!answer.ok) return answer;
      const people: string[] = [];
      // What is in the group beside people (devices, groups) isn't found here.
      for (let from = 0; from < answer.value.length; from += idsInFilter) {
        const ids = answer.value.slice(from, from + idsInFilter).map(({ id }) => searchLiteral(id));
        const filter = encodeURIComponent(`id in (${ids.join()})`);
        const users = await graph.readPages(graphUser, {
          path: `/users?$filter=${filter}&$select=id,${attribute}`,
          signal,
        });
        if (users === 'missing') return refused;
        if (!users.ok) return users;
        for (const user of users.value) {
          const person = personOfAttribute(user[attribute], settings.person);
          if (person !== null) people.push(person);
        }
      }
      return suspendedPeople(answer.value.length, people);
    },

    async health(signal) {
      return { ok: (await isGroupThere(signal)) === true };
    },

    async lookUp(person, signal) {
      const found = await find(person, signal);
      if (!found.ok) return found;
      return { ok: true, account: found.user.id, enabled: found.user.accountEnabled === true };
    },

    async factors(person, signal) {
      const methods = await withAccount(
        person,
        signal,
        (account) =>
          graph.readPages(authenticationMethod, { path: `/users/${account}/authentication/methods`, signal }),
        async () => unavailable,
      );
      if (!methods.ok) return methods;
      const factors = methods.value.flatMap((method): readonly ProviderFactor[] => {
        const factor = factorOf(method);
        return factor === null ? [] : [factor];
      });
      return { ok: true, factors };
    },

    async resetFactor(person, factorId, signal) {
      const place = placeOfFactor(factorId);
      if (place === null) return refused;
      const answer = await withAccount<Done>(
        person,
        signal,
        (account) => remove(`/users/${account}/authentication/${place}`, signal),
        async () => done, // The person is there, so it is the method that is gone already.
      );
      return changed(answer);
    },

    /** A new pass takes the place of an old one. */
    async temporaryCode(person, minutes, signal) {
      const { least, most } = temporaryPassMinutes;
      if (!Number.isInteger(minutes) || minutes < least || minutes > most) return refused;
      const body = {
        '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethod',
        lifetimeInMinutes: minutes,
        isUsableOnce: settings.temporaryPassOnce,
      };
      const pass = await withAccount(
        person,
        signal,
        (account) => {
          const path = `/users/${account}/authentication/temporaryAccessPassMethods`;
          return graph.read(temporaryAccessPass, { method: 'POST', path, body, signal });
        },
        async () => unavailable,
      );
      if (!pass.ok) return pass;
      const { temporaryAccessPass: code, startDateTime, lifetimeInMinutes } = pass.value;
      const validUntil = new Date(Date.parse(startDateTime) + lifetimeInMinutes * 60_000).toISOString();
      return { ok: true, code, validUntil };
    },

    async endSessions(person, signal) {
      const answer = await withAccount(
        person,
        signal,
        (account) => {
          const path = `/users/${account}/microsoft.graph.revokeSignInSessions`;
          return graph.read(sessionsRevoked, { method: 'POST', path, signal });
        },
        async () => unavailable,
      );
      return answer.ok ? changed(done) : answer;
    },

    ...(settings.readsNetworks
      ? {
          exemptNetworks: {
            async list(signal: AbortSignal) {
              const path = '/identity/conditionalAccess/namedLocations';
              const locations = await graph.readPages(namedLocation, { path, signal });
              if (locations === 'missing') return refused;
              return locations.ok
                ? ({ ok: true, networks: locations.value.map(networkOf) } as const)
                : locations;
            },
          },
        }
      : {}),
  };
}
