import { randomUUID } from 'node:crypto';
import { type Client, FilterParser, PasswordPolicyControl, ResultCodeError } from 'ldapts';
import { openLdapConnection } from '../ldap/ldap-connection.ts';
import { escapeDistinguishedNameValue, escapeFilterValue } from '../ldap/ldap-escaping.ts';
import { ldapClientOver } from '../ldap/ldap-session.ts';
import { createServerOrder } from '../ldap/server-order.ts';
import {
  areSendable,
  type Directory,
  type DirectoryAnswer,
  type UnavailableCause,
  type VerifyRequest,
} from './directory.ts';
import { groupFilter } from './ldap-group-search.ts';
import { attributesToRequest, type LdapEntry, MAXIMUM_GROUPS, personFrom } from './ldap-person.ts';
import { type BindResult, causeOfResultCode, verdictOfBind } from './ldap-result.ts';
import { fillLogin, type LdapSettings, type LdapSettingsInput, ldapSettingsSchema } from './ldap-settings.ts';

/** Which cause tells most, when several servers failed in different ways. */
const TELLING: readonly UnavailableCause[] = [
  'cancelled',
  'configuration',
  'tls',
  'busy',
  'timeout',
  'network',
];

/**
 * Verifies passwords by binding to an LDAP server (RFC 4511, 4.2; RFC 4513, 5.1.3) or Active Directory. Each
 * verification has its own connection, which is unbound and closed before the answer is given. Servers are tried in
 * the order of {@link createServerOrder}. Referrals are never followed.
 *
 * A server that fell silent after the bind was sent may have counted a wrong password before the next one does.
 *
 * @throws ZodError or Error when the settings are invalid; neither shows the service password.
 */
export function createLdapDirectory(input: LdapSettingsInput): Directory {
  const settings = ldapSettingsSchema.parse(input);
  if (settings.account.find === 'search')
    FilterParser.parseString(fillLogin(settings.account.filter, 'login'));
  const closing = new AbortController();
  const underWay = new Set<Promise<DirectoryAnswer>>();
  const order = createServerOrder(settings.urls);

  async function verifyAtServers(request: VerifyRequest): Promise<DirectoryAnswer> {
    if (!areSendable(request.login, request.password)) return { outcome: 'wrong' };
    const givenUp = AbortSignal.any([closing.signal, ...(request.signal ? [request.signal] : [])]);
    const total = AbortSignal.timeout(settings.timeouts.totalMilliseconds);
    const causes: UnavailableCause[] = [];
    for (const url of order.now()) {
      const late = AbortSignal.any([total, AbortSignal.timeout(settings.timeouts.perServerMilliseconds)]);
      const answer = await askServer(url, settings, request, AbortSignal.any([givenUp, late]));
      if (answer.outcome !== 'unavailable') {
        order.answered(url);
        return answer;
      }
      if (givenUp.aborted) return unavailable('cancelled');
      order.failed(url);
      causes.push(late.aborted ? 'timeout' : answer.cause);
      if (answer.cause === 'configuration' || total.aborted) break;
    }
    return unavailable(TELLING.find((cause) => causes.includes(cause)) ?? 'network');
  }

  return {
    kind: 'ldap',
    async verify(request) {
      const verification = verifyAtServers(request);
      underWay.add(verification);
      try {
        return await verification;
      } finally {
        underWay.delete(verification);
      }
    },
    async close() {
      closing.abort();
      await Promise.allSettled(underWay);
    },
  };
}

async function askServer(
  url: string,
  settings: LdapSettings,
  request: VerifyRequest,
  signal: AbortSignal,
): Promise<DirectoryAnswer> {
  const opened = await openLdapConnection({ url, transport: settings.transport, signal });
  if (!opened.ok) return unavailable(opened.cause);
  const client = ldapClientOver(opened.socket);
  try {
    return await verifyOver(client, settings, request);
  } catch (error) {
    return unavailable(error instanceof ResultCodeError ? causeOfResultCode(error.code) : 'network');
  } finally {
    await client.unbind().catch(() => undefined);
    opened.socket.destroy();
  }
}

async function verifyOver(
  client: Client,
  settings: LdapSettings,
  request: VerifyRequest,
): Promise<DirectoryAnswer> {
  const { account } = settings;
  if (account.find === 'template') {
    const name = fillLogin(account.bindName, escapeDistinguishedNameValue(request.login));
    return bindAndAnswer(client, name, request.password, async () => {
      const entries = await search(
        client,
        { base: name, scope: 'base', filter: '(objectClass=*)' },
        settings,
      );
      return answerFor(client, entries[0], settings, request);
    });
  }

  await client.bind(account.serviceName, account.servicePassword);
  const filter = fillLogin(account.filter, escapeFilterValue(request.login));
  const entries = await search(client, { base: account.base, scope: 'sub', filter }, settings);
  const [entry] = entries;
  if (entry === undefined) {
    // An unknown login costs the same round trips as a wrong password. Nobody has this name, so nobody is locked by it.
    await bind(client, `cn=${randomUUID()},${account.base}`, request.password);
    return { outcome: 'wrong' };
  }
  // Two accounts for one login: whose password it is must not be left to chance. A bind without a name is anonymous.
  if (entries.length > 1 || entry.dn === '') return unavailable('configuration');
  return bindAndAnswer(client, entry.dn, request.password, async () => {
    // Groups are the service's to read; a person may often not.
    if (settings.groupSearch !== undefined) await client.bind(account.serviceName, account.servicePassword);
    return answerFor(client, entry, settings, request);
  });
}

async function bindAndAnswer(
  client: Client,
  name: string,
  password: string,
  accepted: () => DirectoryAnswer | Promise<DirectoryAnswer>,
): Promise<DirectoryAnswer> {
  const verdict = verdictOfBind(await bind(client, name, password));
  switch (verdict.verdict) {
    case 'accepted':
      return accepted();
    case 'refused':
      return { outcome: verdict.outcome };
    case 'unavailable':
      return unavailable(verdict.cause);
  }
}

/** The library reads the response control into the request's own object, also when the bind is refused. */
async function bind(client: Client, name: string, password: string): Promise<BindResult> {
  const passwordPolicy = new PasswordPolicyControl();
  const outcome = await client.bind(name, password, passwordPolicy).then(
    () => ({ code: 0, diagnostic: '' }),
    (error: unknown) => {
      if (!(error instanceof ResultCodeError)) throw error;
      return { code: error.code, diagnostic: error.message };
    },
  );
  const error = passwordPolicy.value?.error;
  return error === undefined ? outcome : { ...outcome, passwordPolicyError: error };
}

async function search(
  client: Client,
  where: { readonly base: string; readonly scope: 'base' | 'sub'; readonly filter: string },
  settings: LdapSettings,
): Promise<readonly (LdapEntry & { readonly dn: string })[]> {
  const found = await client.search(where.base, {
    scope: where.scope,
    filter: where.filter,
    derefAliases: 'never',
    sizeLimit: 2, // enough to see that one isn't the only one
    attributes: attributesToRequest(settings),
  });
  return found.searchEntries; // searchReferences stay where they are: referrals aren't followed
}

async function answerFor(
  client: Client,
  entry: (LdapEntry & { readonly dn: string }) | undefined,
  settings: LdapSettings,
  request: VerifyRequest,
): Promise<DirectoryAnswer> {
  if (entry === undefined) return unavailable('configuration');
  const groups = settings.groupSearch === undefined ? undefined : await findGroups(client, settings, entry);
  if (groups === 'too-many') return unavailable('configuration');
  const person = personFrom(entry, settings, request.login, groups);
  return person === undefined ? unavailable('configuration') : { outcome: 'ok', person };
}

/** Groups that name the person as a member. */
async function findGroups(
  client: Client,
  { groupSearch }: LdapSettings,
  person: LdapEntry & { readonly dn: string },
): Promise<readonly string[] | 'too-many'> {
  if (groupSearch === undefined) return [];
  const found = await client.search(groupSearch.base, {
    scope: 'sub',
    filter: groupFilter(groupSearch, person),
    derefAliases: 'never',
    sizeLimit: MAXIMUM_GROUPS + 1,
    attributes: ['1.1'], // no attributes: the name is all that is wanted (RFC 4511, 4.5.1.8)
  });
  const names = found.searchEntries.map(({ dn }) => dn);
  return names.length > MAXIMUM_GROUPS ? 'too-many' : names;
}

function unavailable(cause: UnavailableCause): DirectoryAnswer {
  return { outcome: 'unavailable', cause };
}
