import type { Socket } from 'node:net';
import { Client, FilterParser, PasswordPolicyControl, ResultCodeError } from 'ldapts';
import {
  areSendable,
  type Directory,
  type DirectoryAnswer,
  type UnavailableCause,
  type VerifyRequest,
} from './directory.ts';
import { openLdapConnection } from './ldap-connection.ts';
import { escapeDistinguishedNameValue, escapeFilterValue } from './ldap-escaping.ts';
import { attributesToRequest, type LdapEntry, personFrom } from './ldap-person.ts';
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
 * order, beginning with the one that answered last. Referrals are never followed.
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
  let urls: readonly string[] = settings.urls;

  async function verifyAtServers(request: VerifyRequest): Promise<DirectoryAnswer> {
    if (!areSendable(request.login, request.password)) return { outcome: 'wrong' };
    const givenUp = AbortSignal.any([closing.signal, ...(request.signal ? [request.signal] : [])]);
    const total = AbortSignal.timeout(settings.timeouts.totalMilliseconds);
    const causes: UnavailableCause[] = [];
    for (const url of urls) {
      const late = AbortSignal.any([total, AbortSignal.timeout(settings.timeouts.perServerMilliseconds)]);
      const answer = await askServer(url, settings, request, AbortSignal.any([givenUp, late]));
      if (answer.outcome !== 'unavailable') {
        urls = [url, ...settings.urls.filter((other) => other !== url)];
        return answer;
      }
      if (givenUp.aborted) return unavailable('cancelled');
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
  const client = clientOver(opened.socket);
  try {
    return await verifyOver(client, settings, request);
  } catch (error) {
    return unavailable(error instanceof ResultCodeError ? causeOfResultCode(error.code) : 'network');
  } finally {
    await client.unbind().catch(() => undefined);
    opened.socket.destroy();
  }
}

/** A client that lives and dies with this one socket: the library would otherwise silently connect again, unprotected. */
function clientOver(socket: Socket): Client {
  let used = false;
  return new Client({
    url: 'ldap://connected.invalid',
    createConnection: () => {
      if (used || socket.destroyed) throw new Error('The connection is closed.');
      used = true;
      return socket;
    },
  });
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
      return answerFor(entries[0], settings, request);
    });
  }

  await client.bind(account.serviceName, account.servicePassword);
  const filter = fillLogin(account.filter, escapeFilterValue(request.login));
  const entries = await search(client, { base: account.base, scope: 'sub', filter }, settings);
  const [entry] = entries;
  if (entry === undefined) return { outcome: 'wrong' };
  // Two accounts for one login: whose password it is must not be left to chance. A bind without a name is anonymous.
  if (entries.length > 1 || entry.dn === '') return unavailable('configuration');
  return bindAndAnswer(client, entry.dn, request.password, () => answerFor(entry, settings, request));
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

function answerFor(
  entry: LdapEntry | undefined,
  settings: LdapSettings,
  request: VerifyRequest,
): DirectoryAnswer {
  const person = entry === undefined ? undefined : personFrom(entry, settings, request.login);
  return person === undefined ? unavailable('configuration') : { outcome: 'ok', person };
}

function unavailable(cause: UnavailableCause): DirectoryAnswer {
  return { outcome: 'unavailable', cause };
}
