import { createLdapProvider } from '../../../main/provider/ldap/ldap.ts';
import type { LdapProviderSettingsInput } from '../../../main/provider/ldap/ldap-settings.ts';
import type { OpenLdap } from '../../rigs/open-ldap.ts';
import { EXEMPT, EXEMPT_UIDS, NOBODY, PEOPLE, WRITER } from '../../rigs/open-ldap-content.ts';

type Suspension = LdapProviderSettingsInput['suspension'];

export const SUSPENSIONS = {
  'group of names': { by: 'group', group: EXEMPT, dummyMember: NOBODY },
  'group of uids': { by: 'group', group: EXEMPT_UIDS, memberAttribute: 'memberUid', memberIs: 'uid' },
  attribute: { by: 'attribute', attribute: 'employeeType', value: 'mfa-exempt' },
} as const satisfies Record<string, Suspension>;

export const BY_SEARCH = {
  find: 'search',
  base: PEOPLE,
  filter: '(&(objectClass=inetOrgPerson)(employeeNumber={person}))',
  id: 'employeeNumber',
} as const satisfies LdapProviderSettingsInput['people'];

/** Settings that fit the rig, over LDAPS with its own authority, as the service account that may change the group. */
export function providerSettingsFor(
  rig: OpenLdap,
  passwordFile: string,
  changes: Partial<LdapProviderSettingsInput> = {},
): LdapProviderSettingsInput {
  return {
    urls: [rig.secureUrl],
    transport: { security: 'ldaps', certificateAuthority: rig.certificateAuthority },
    serviceName: WRITER.name,
    servicePasswordFile: passwordFile,
    people: BY_SEARCH,
    suspension: SUSPENSIONS['group of names'],
    ...changes,
  };
}

export function providerFor(
  rig: OpenLdap,
  passwordFile: string,
  changes: Partial<LdapProviderSettingsInput> = {},
) {
  return createLdapProvider(providerSettingsFor(rig, passwordFile, changes));
}
