import { escapeFilterValue } from '../ldap/ldap-escaping.ts';
import type { LdapEntry } from './ldap-person.ts';
import type { LdapSettings } from './ldap-settings.ts';

/** Active Directory's LDAP_MATCHING_RULE_IN_CHAIN ([MS-ADTS] 3.1.1.3.4.4.3): follows members of members. */
const IN_CHAIN = '1.2.840.113556.1.4.1941';

/** The filter of RFC 4515 that finds the groups of this person; of nobody where the entry has no `uid` to look for. */
export function groupFilter(
  search: NonNullable<LdapSettings['groupSearch']>,
  person: LdapEntry & { readonly dn: string },
): string {
  const { memberAttribute, memberIs, nested } = search;
  if (memberIs === 'dn') {
    return `(${memberAttribute}${nested ? `:${IN_CHAIN}:` : ''}=${escapeFilterValue(person.dn)})`;
  }
  const key = Object.keys(person).find((name) => name.toLowerCase() === 'uid');
  const uid = [key === undefined ? [] : person[key]].flat().find((value) => typeof value === 'string');
  return uid === undefined ? '(!(objectClass=*))' : `(${memberAttribute}=${escapeFilterValue(uid)})`;
}
