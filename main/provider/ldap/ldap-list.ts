import { comparableDistinguishedName, escapeFilterValue } from '../../ldap/ldap-escaping.ts';
import type { LdapRow, LdapSession } from '../../ldap/ldap-session.ts';
import type { SuspendedPeople } from '../provider.ts';
import { suspendedPeople } from '../suspended-people.ts';
import { judgeLdapFault, type LdapJudgement, refused } from './ldap-failure.ts';
import { accountAttributes, accountOf } from './ldap-people.ts';
import type { LdapProviderSettings } from './ldap-settings.ts';

type GroupSuspension = Extract<LdapProviderSettings['suspension'], { readonly by: 'group' }>;
type Members = { readonly ok: true; readonly members: readonly string[] } | LdapJudgement;

const PAGE_SIZE = 500;
const NO_SUCH_OBJECT = 32;
/** Of `uid`s, so many fit into one filter. */
const BATCH = 50;

/**
 * Everyone who is exempt. A group is read itself, not by `memberOf`, which some servers lack and others leave out for
 * some groups: a list that silently misses people would hide whom no command explains. Entries outside the people's
 * base, and those without an id, are not the institution's people and are only counted.
 */
export async function listAccounts(
  session: LdapSession,
  settings: LdapProviderSettings,
): Promise<SuspendedPeople | LdapJudgement> {
  const { suspension, people, maximumSuspended } = settings;
  const attributes = accountAttributes(settings);
  if (suspension.by === 'attribute') {
    const filter = `(${suspension.attribute}=${escapeFilterValue(suspension.value)})`;
    const search = { base: people.base, scope: 'sub', filter, attributes } as const;
    const found = await session.searchAll(search, PAGE_SIZE, maximumSuspended);
    return found.ok ? listOf(found.rows, settings) : judgeLdapFault(found);
  }
  const read = await membersOf(session, suspension, maximumSuspended);
  if (!read.ok) return read;
  const dummy = suspension.dummyMember;
  const members = read.members.filter((member) => dummy === undefined || !sameName(member, dummy));
  return suspension.memberIs === 'dn'
    ? peopleByName(session, settings, members)
    : peopleByUid(session, settings, members);
}

/** Active Directory hands out long groups in ranges, `member;range=0-1499` ([MS-ADTS] 3.1.1.3.1.3.3). */
async function membersOf(
  session: LdapSession,
  { group, memberAttribute }: GroupSuspension,
  maximum: number,
): Promise<Members> {
  const members: string[] = [];
  for (let first = 0; ; ) {
    const attributes = [first === 0 ? memberAttribute : `${memberAttribute};range=${first}-*`];
    const search = { base: group, scope: 'base', filter: '(objectClass=*)', attributes } as const;
    const found = await session.search(search, 1);
    if (!found.ok) return judgeLdapFault(found);
    const [row] = found.rows;
    if (row === undefined) return refused;
    const range = [...row.values].find(
      ([name, values]) => name.startsWith(`${memberAttribute.toLowerCase()};range=`) && values.length > 0,
    );
    members.push(...(range?.[1] ?? (first === 0 ? row.values.get(memberAttribute.toLowerCase()) : []) ?? []));
    if (members.length > maximum) return refused;
    const last = /;range=\d{1,9}-(\d{1,9})$/.exec(range?.[0] ?? '')?.[1];
    if (last === undefined) return { ok: true, members };
    if (Number(last) < first) return refused; // a server that turns in circles
    first = Number(last) + 1;
  }
}

async function peopleByName(
  session: LdapSession,
  settings: LdapProviderSettings,
  members: readonly string[],
): Promise<SuspendedPeople | LdapJudgement> {
  const base = comparableDistinguishedName(settings.people.base);
  const rows: LdapRow[] = [];
  let elsewhere = 0;
  for (const member of members) {
    if (!`,${comparableDistinguishedName(member)}`.endsWith(`,${base}`)) {
      elsewhere += 1;
      continue;
    }
    const attributes = accountAttributes(settings);
    const search = { base: member, scope: 'base', filter: '(objectClass=*)', attributes } as const;
    const found = await session.search(search, 1);
    if (found.ok) rows.push(...found.rows);
    // Somebody who left may still be named by a group that nothing keeps in order.
    else if (found.fault === 'broken' || found.code !== NO_SUCH_OBJECT) return judgeLdapFault(found);
  }
  return listOf(rows, settings, elsewhere);
}

async function peopleByUid(
  session: LdapSession,
  settings: LdapProviderSettings,
  members: readonly string[],
): Promise<SuspendedPeople | LdapJudgement> {
  const rows: LdapRow[] = [];
  for (let start = 0; start < members.length; start += BATCH) {
    const uids = members.slice(start, start + BATCH).map((uid) => `(uid=${escapeFilterValue(uid)})`);
    const search = {
      base: settings.people.base,
      scope: 'sub',
      filter: `(|${uids.join('')})`,
      attributes: accountAttributes(settings),
    } as const;
    const found = await session.searchAll(search, PAGE_SIZE, settings.maximumSuspended);
    if (!found.ok) return judgeLdapFault(found);
    rows.push(...found.rows);
  }
  // A name that finds nobody below the base is somebody's elsewhere, or nobody's.
  return listOf(rows, settings, Math.max(0, members.length - rows.length));
}

function listOf(rows: readonly LdapRow[], settings: LdapProviderSettings, elsewhere = 0): SuspendedPeople {
  const people = rows.map((row) => accountOf(row, settings)?.person).filter((one) => one !== undefined);
  return suspendedPeople(rows.length + elsewhere, people);
}

function sameName(one: string, other: string): boolean {
  return comparableDistinguishedName(one) === comparableDistinguishedName(other);
}
