import { z } from 'zod';
import { comparableDistinguishedName, escapeFilterValue } from '../../ldap/ldap-escaping.ts';
import type { LdapRow, LdapSession } from '../../ldap/ldap-session.ts';
import { ldapEntryId } from './ldap-entry-id.ts';
import { judgeLdapFault, type LdapJudgement, refused, unknownPerson } from './ldap-failure.ts';
import type { LdapAccount } from './ldap-people.ts';
import type { LdapProviderSettings } from './ldap-settings.ts';
import { unsuspendAccount } from './ldap-suspension.ts';

const NO_SUCH_OBJECT = 32;

const keptAccount = z.strictObject({
  id: ldapEntryId.nullable(),
  name: z.string().min(1).max(2000),
  uid: z.string().max(400).nullable(),
});
type KeptAccount = z.infer<typeof keptAccount>;

/** An account as the hub keeps it while its person is suspended. */
export function keptAccountOf({ id, name, uid }: LdapAccount): string {
  return JSON.stringify({ id, name, uid } satisfies KeptAccount);
}

/**
 * Takes the mark from an account that was kept, wherever it lies by now and whoever's it is; in a group also what was put
 * there under its former name. A server that gives entries no id can't tell one that is gone from one that was renamed: that
 * is a refusal, never a success.
 */
export async function unsuspendKept(
  session: LdapSession,
  { suspension, people }: LdapProviderSettings,
  text: string,
): Promise<{ readonly ok: true } | LdapJudgement> {
  const kept = readKept(text);
  if (kept === null) return refused;
  const found = await findEntry(session, kept, people.base);
  if (!found.ok) return found;
  const before: LdapAccount = { person: '', enabled: true, ...kept };
  const now = found.row === null ? null : { ...before, name: found.row.name, uid: uidOf(found.row) };
  if (suspension.by === 'group') {
    const former = suspension.memberIs === 'dn' || kept.uid !== null;
    const done = former ? await unsuspendAccount(session, suspension, before) : { ok: true as const };
    // Whoever is a member by their `uid` is none under any other.
    if (!done.ok || (suspension.memberIs === 'uid' && now?.uid == null)) return done;
  }
  if (now !== null) return unsuspendAccount(session, suspension, now);
  return kept.id === null ? refused : unknownPerson;
}

function readKept(text: string): KeptAccount | null {
  try {
    const read = keptAccount.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

type Found = { readonly ok: true; readonly row: LdapRow | null } | LdapJudgement;

async function findEntry(session: LdapSession, { id, name }: KeptAccount, base: string): Promise<Found> {
  const attributes = ['uid'];
  if (id === null) {
    const search = { base: name, scope: 'base', filter: '(objectClass=*)', attributes } as const;
    const found = await session.search(search, 1);
    if (found.ok) return { ok: true, row: found.rows[0] ?? null };
    return found.fault === 'result' && found.code === NO_SUCH_OBJECT
      ? { ok: true, row: null }
      : judgeLdapFault(found);
  }
  const context = await namingContextOf(session, base);
  if (typeof context !== 'string') return context;
  const value =
    id.by === 'objectGUID' ? id.value.replaceAll(/../g, (pair) => `\\${pair}`) : escapeFilterValue(id.value);
  const search = { base: context, scope: 'sub', filter: `(${id.by}=${value})`, attributes } as const;
  const found = await session.search(search, 2);
  if (!found.ok) return judgeLdapFault(found);
  return found.rows.length > 1 ? refused : { ok: true, row: found.rows[0] ?? null };
}

/** The tree that the people's base lies in (RFC 4512, 5.1), so that an entry that was moved out of the base is found too. */
async function namingContextOf(session: LdapSession, base: string): Promise<string | LdapJudgement> {
  const search = {
    base: '',
    scope: 'base',
    filter: '(objectClass=*)',
    attributes: ['namingContexts'],
  } as const;
  const root = await session.search(search, 1);
  // A server may keep its root to itself, but one that is busy could answer later: an entry is not gone for that.
  const judged = root.ok ? null : judgeLdapFault(root);
  if (judged?.code === 'provider/unavailable') return judged;
  const contexts = root.ok ? (root.rows[0]?.values.get('namingcontexts') ?? []) : [];
  const within = `,${comparableDistinguishedName(base)}`;
  const [nearest] = contexts
    .filter((context) => within.endsWith(`,${comparableDistinguishedName(context)}`))
    .sort((one, other) => other.length - one.length);
  return nearest ?? base;
}

function uidOf({ values }: LdapRow): string | null {
  const uids = values.get('uid') ?? [];
  return uids.length === 1 ? (uids[0] ?? null) : null;
}
