import { comparableDistinguishedName } from '../ldap/ldap-escaping.ts';
import type { DirectoryPerson, DirectoryRole } from './directory.ts';
import type { LdapSettings } from './ldap-settings.ts';

const MAXIMUM_VALUE_LENGTH = 256;
/** More groups than that and the settings look in the wrong place. */
export const MAXIMUM_GROUPS = 1000;
const MAXIMUM_GROUP_LENGTH = 1024;

/** An entry as a search returned it: attribute → one value or several. Names differ in case between servers. */
export type LdapEntry = Readonly<Record<string, unknown>>;

/** The attributes that {@link personFrom} reads, to be asked for in the search. */
export function attributesToRequest({ attributes, groupSearch }: LdapSettings): string[] {
  const { id, login, displayName, kana, groups } = attributes;
  const forGroups = groupSearch === undefined ? groups : groupSearch.memberIs === 'dn' ? [] : 'uid';
  return [...new Set([id, login, displayName, forGroups, kana ?? []].flat())];
}

/**
 * Reads a person out of an entry.
 *
 * @returns undefined when the entry doesn't say who this is: no id, login or display name, more than one id, or values
 * beyond all bounds. The settings then don't fit the directory.
 */
export function personFrom(
  entry: LdapEntry,
  settings: LdapSettings,
  typedLogin: string,
  /** Groups found by a search; without it those that the entry names. */
  foundGroups?: readonly string[],
): DirectoryPerson | undefined {
  const names = settings.attributes;
  const ids = textsOf(entry, names.id);
  const [id] = ids;
  const login = spelledLogin(textsOf(entry, names.login), typedLogin);
  const [displayName] = textsOf(entry, names.displayName);
  const kana = names.kana === undefined ? undefined : textsOf(entry, names.kana)[0];
  const groups = foundGroups ?? textsOf(entry, names.groups);

  if (id === undefined || ids.length !== 1 || login === undefined || displayName === undefined)
    return undefined;
  if ([id, login, displayName, kana ?? ''].some((value) => value.length > MAXIMUM_VALUE_LENGTH))
    return undefined;
  if (groups.length > MAXIMUM_GROUPS || groups.some((group) => group.length > MAXIMUM_GROUP_LENGTH))
    return undefined;
  return {
    id,
    login,
    displayName,
    ...(kana === undefined ? {} : { kana }),
    roles: rolesOf(groups, settings.rolesByGroup),
    groups,
  };
}

/** Of several logins the one that was typed, in the directory's spelling; otherwise the first. */
function spelledLogin(logins: readonly string[], typed: string): string | undefined {
  return logins.find((login) => login.toLowerCase() === typed.toLowerCase()) ?? logins[0];
}

function rolesOf(
  groups: readonly string[],
  rolesByGroup: Readonly<Record<string, DirectoryRole>>,
): readonly DirectoryRole[] {
  const held = new Set(groups.map(comparableDistinguishedName));
  const roles = Object.entries(rolesByGroup)
    .filter(([group]) => held.has(comparableDistinguishedName(group)))
    .map(([, role]) => role);
  return [...new Set(roles)];
}

/** Values that are text and not empty. Names compare without case (RFC 4512, 2.5). */
function textsOf(entry: LdapEntry, attribute: string): readonly string[] {
  const key = Object.keys(entry).find((name) => name.toLowerCase() === attribute.toLowerCase());
  const value = key === undefined ? [] : entry[key];
  return (Array.isArray(value) ? value : [value]).filter(
    (text): text is string => typeof text === 'string' && text !== '',
  );
}
