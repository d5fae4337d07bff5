import { checkLdapFilter, type LdapSession, withLdapSession } from '../../ldap/ldap-session.ts';
import { createServerOrder } from '../../ldap/server-order.ts';
import { atAccount } from '../at-account.ts';
import { propagatedAt } from '../connector-settings.ts';
import type { Provider, ProviderAnswer, ProviderFailure } from '../provider.ts';
import { readSecretFile } from '../secret-file.ts';
import { judgeLdapFault, type LdapJudgement } from './ldap-failure.ts';
import { keptAccountOf, unsuspendKept } from './ldap-kept-account.ts';
import { listAccounts } from './ldap-list.ts';
import { findAccount, type LdapAccount } from './ldap-people.ts';
import {
  type LdapProviderSettings,
  type LdapProviderSettingsInput,
  ldapProviderSettingsSchema,
  PERSON,
} from './ldap-settings.ts';
import { isSuspended, suspendAccount, unsuspendAccount } from './ldap-suspension.ts';

type Settled<T> = T | ProviderFailure;

/**
 * Suspends by an LDAP server or Active Directory (RFC 4511): the person joins a group, or gets a value of an attribute,
 * that the login flow (Shibboleth, CAS, RADIUS) reads. One connection for each call. Each change is a single modify
 * operation, hence atomic and repeatable: "already a member" (20, at Active Directory 68) and "no member" (16) are what
 * was asked for.
 *
 * Servers are tried in turn; one that is down, busy, or cannot write (a referral, `unwillingToPerform`) passes the call
 * on. Referrals are never followed. The password file is read again for each connection, so that it can be changed.
 *
 * @throws ZodError or Error when the settings are invalid or the password can't be read.
 */
export function createLdapProvider(input: LdapProviderSettingsInput): Provider {
  const settings = ldapProviderSettingsSchema.parse(input);
  const { people, timeouts, suspension } = settings;
  if (people.find === 'search') checkLdapFilter(people.filter.replaceAll(PERSON, 'person'));
  readSecretFile(settings.servicePasswordFile);
  const order = createServerOrder(settings.urls);

  async function atServers<T extends { readonly ok: true }>(
    work: (session: LdapSession) => Promise<T | LdapJudgement>,
    signal: AbortSignal,
    limits: { readonly server: number; readonly total: number } = {
      server: timeouts.perServerMilliseconds,
      total: timeouts.totalMilliseconds,
    },
  ): Promise<Settled<T>> {
    const password = passwordOf(settings);
    if (password === null) return { ok: false, code: 'provider/refused' };
    const whole = AbortSignal.any([signal, AbortSignal.timeout(limits.total)]);
    let last: ProviderFailure = { ok: false, code: 'provider/unavailable' };
    let unanswered = false;
    for (const url of order.now()) {
      if (whole.aborted) break;
      const answer = await withLdapSession(
        {
          url,
          transport: settings.transport,
          name: settings.serviceName,
          password,
          signal: AbortSignal.any([whole, AbortSignal.timeout(limits.server)]),
        },
        work,
      );
      const judged = 'fault' in answer ? judgeLdapFault(answer) : answer;
      if (judged.ok || !judged.elsewhere) {
        order.answered(url);
        return judged.ok ? judged : { ok: false, code: judged.code };
      }
      order.failed(url);
      unanswered ||= judged.code === 'provider/unavailable';
      last = { ok: false, code: judged.code };
    }
    // That one server cannot write is final only once every server was heard.
    return unanswered ? { ok: false, code: 'provider/unavailable' } : last;
  }

  /** Finds the person and does the work with their entry, at one server. */
  const withAccount = <T extends { readonly ok: true }>(
    person: string,
    signal: AbortSignal,
    work: (session: LdapSession, account: LdapAccount) => Promise<T | LdapJudgement>,
  ): Promise<Settled<T>> =>
    atServers(async (session) => {
      const found = await findAccount(session, settings, person);
      return found.ok ? work(session, found.account) : found;
    }, signal);

  const changed = (done: Settled<{ readonly ok: true }>): ProviderAnswer =>
    done.ok ? { ok: true, propagatingUntil: propagatedAt(settings.propagationSeconds) } : done;

  async function change(
    person: string,
    signal: AbortSignal,
    work: typeof suspendAccount,
  ): Promise<ProviderAnswer> {
    let tried: string | undefined;
    const done = await withAccount(person, signal, (session, account) => {
      tried = keptAccountOf(account);
      return work(session, suspension, account);
    });
    return atAccount(changed(done), tried);
  }

  return {
    kind: 'ldap',
    simulated: false,
    suspend: (person, signal) => change(person, signal, suspendAccount),
    resume: (person, signal) => change(person, signal, unsuspendAccount),
    async resumeAccount(account, signal) {
      return changed(await atServers((session) => unsuspendKept(session, settings, account), signal));
    },
    status: (person, signal) =>
      withAccount(person, signal, (session, account) => isSuspended(session, suspension, account)),
    listSuspended: (signal) =>
      atServers((session) => listAccounts(session, settings), signal, {
        server: timeouts.listMilliseconds,
        total: timeouts.listMilliseconds + timeouts.totalMilliseconds,
      }),
    async health(signal) {
      const base = suspension.by === 'group' ? suspension.group : people.base;
      const answer = await atServers<{ readonly ok: true }>(async (session) => {
        const search = { base, scope: 'base', filter: '(objectClass=*)', attributes: ['1.1'] } as const;
        const found = await session.search(search, 1);
        if (!found.ok) return judgeLdapFault(found);
        return found.rows.length === 1
          ? { ok: true }
          : judgeLdapFault({ ok: false, fault: 'result', code: 32 });
      }, signal);
      return { ok: answer.ok };
    },
    async lookUp(person, signal) {
      return withAccount(person, signal, async (_session, { name, enabled }) => ({
        ok: true as const,
        account: name,
        enabled,
      }));
    },
  };
}

/** Null when the file is gone or open to others by now: a rotation gone wrong, which somebody has to see to. */
function passwordOf({ servicePasswordFile }: LdapProviderSettings): string | null {
  try {
    return readSecretFile(servicePasswordFile);
  } catch {
    return null;
  }
}
