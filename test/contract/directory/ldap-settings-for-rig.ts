import { createLdapDirectory } from '../../../main/directory/ldap.ts';
import type { LdapSettingsInput } from '../../../main/directory/ldap-settings.ts';
import type { OpenLdap } from '../../rigs/open-ldap.ts';
import { BASE, PEOPLE, SERVICE, STAFF, STUDENTS } from '../../rigs/open-ldap-content.ts';

type Account = LdapSettingsInput['account'];

export const BY_TEMPLATE = { find: 'template', bindName: `uid={login},${PEOPLE}` } satisfies Account;
export const BY_SEARCH = {
  find: 'search',
  base: PEOPLE,
  filter: '(&(objectClass=inetOrgPerson)(uid={login}))',
  serviceName: SERVICE.name,
  servicePassword: SERVICE.password,
} satisfies Account;

/** Settings that fit the rig, over LDAPS with its own authority, unless said otherwise. */
export function settingsFor(rig: OpenLdap, changes: Partial<LdapSettingsInput> = {}): LdapSettingsInput {
  return {
    urls: [rig.secureUrl],
    transport: { security: 'ldaps', certificateAuthority: rig.certificateAuthority },
    account: BY_TEMPLATE,
    attributes: {
      id: 'employeeNumber',
      login: 'uid',
      displayName: 'displayName',
      kana: 'displayName;lang-ja-hira',
    },
    // Spelled unlike the server spells it: names compare without case and spaces.
    rolesByGroup: { [STUDENTS.toUpperCase().replaceAll(',', ', ')]: 'student', [STAFF]: 'staff' },
    ...changes,
  };
}

export function directoryFor(rig: OpenLdap, changes: Partial<LdapSettingsInput> = {}) {
  return createLdapDirectory(settingsFor(rig, changes));
}

export const PLAINTEXT = { security: 'none', allowPlaintextOnLoopback: true } as const;

export const ELSEWHERE = `ou=elsewhere,${BASE}`;
