import { escapeFilterValue } from '../../ldap/ldap-escaping.ts';
import type { LdapModification, LdapSession } from '../../ldap/ldap-session.ts';
import type { SuspensionStatus } from '../provider.ts';
import { judgeLdapFault, type LdapJudgement, refused } from './ldap-failure.ts';
import type { LdapAccount } from './ldap-people.ts';
import type { LdapProviderSettings } from './ldap-settings.ts';

type Suspension = LdapProviderSettings['suspension'];
type Done = { readonly ok: true } | LdapJudgement;

const NO_SUCH_ATTRIBUTE = 16;
const ATTRIBUTE_OR_VALUE_EXISTS = 20;
const UNWILLING_TO_PERFORM = 53;
const OBJECT_CLASS_VIOLATION = 65;
const ENTRY_ALREADY_EXISTS = 68;

/** The one value whose presence means that the person is exempt; null where the group wants a `uid` that isn't there. */
function mark(
  suspension: Suspension,
  account: LdapAccount,
): { readonly entry: string; readonly attribute: string; readonly value: string } | null {
  if (suspension.by === 'attribute')
    return { entry: account.name, attribute: suspension.attribute, value: suspension.value };
  const value = suspension.memberIs === 'dn' ? account.name : account.uid;
  return value === null ? null : { entry: suspension.group, attribute: suspension.memberAttribute, value };
}

/** Adds the mark. That it is there already (20; 68 for a group of Active Directory) is what was asked for. */
export async function suspendAccount(
  session: LdapSession,
  suspension: Suspension,
  account: LdapAccount,
): Promise<Done> {
  const place = mark(suspension, account);
  if (place === null) return refused;
  const { entry, attribute, value } = place;
  const changed = await session.modify(entry, [{ operation: 'add', attribute, value }]);
  if (changed.ok) return { ok: true };
  const there =
    changed.fault === 'result' &&
    (changed.code === ATTRIBUTE_OR_VALUE_EXISTS || changed.code === ENTRY_ALREADY_EXISTS);
  return there ? { ok: true } : judgeLdapFault(changed);
}

/**
 * Takes the mark away. That it is gone already (16) is what was asked for. Active Directory says 53 for that, hence a look
 * at what is there; a read-only domain controller refers instead. Elsewhere 53 comes from a server that cannot write anything:
 * what such a replica does not hold says nothing of the server that it follows. The last member of a `groupOfNames` (65) gives
 * way to the dummy in the same operation.
 */
export async function unsuspendAccount(
  session: LdapSession,
  suspension: Suspension,
  account: LdapAccount,
): Promise<Done> {
  const place = mark(suspension, account);
  if (place === null) return refused;
  const { entry, attribute, value } = place;
  const removal: LdapModification = { operation: 'delete', attribute, value };
  const removed = await session.modify(entry, [removal]);
  if (removed.ok) return { ok: true };
  if (removed.fault === 'broken') return judgeLdapFault(removed);
  switch (removed.code) {
    case NO_SUCH_ATTRIBUTE:
      return { ok: true };
    case UNWILLING_TO_PERFORM: {
      if (account.id?.by !== 'objectGUID') return judgeLdapFault(removed);
      const status = await isSuspended(session, suspension, account);
      return status.ok && !status.suspended ? { ok: true } : judgeLdapFault(removed);
    }
    case OBJECT_CLASS_VIOLATION: {
      if (suspension.by !== 'group' || suspension.dummyMember === undefined) return refused;
      const dummy: LdapModification = { operation: 'add', attribute, value: suspension.dummyMember };
      const replaced = await session.modify(entry, [dummy, removal]);
      return replaced.ok ? { ok: true } : judgeLdapFault(replaced);
    }
    default:
      return judgeLdapFault(removed);
  }
}

/** Whether the mark is there, asked of the server as a filter, which works for a group of any size. */
export async function isSuspended(
  session: LdapSession,
  suspension: Suspension,
  account: LdapAccount,
): Promise<SuspensionStatus | LdapJudgement> {
  const place = mark(suspension, account);
  if (place === null) return refused;
  const filter = `(${place.attribute}=${escapeFilterValue(place.value)})`;
  const search = { base: place.entry, scope: 'base', filter, attributes: ['1.1'] } as const;
  const found = await session.search(search, 1);
  return found.ok ? { ok: true, suspended: found.rows.length > 0 } : judgeLdapFault(found);
}
