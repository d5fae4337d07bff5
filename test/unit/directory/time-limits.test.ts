import { expect, test } from 'vitest';
import { entraSettingsSchema } from '../../../main/directory/entra-settings.ts';
import { ldapSettingsSchema } from '../../../main/directory/ldap-settings.ts';
import { oktaSettingsSchema } from '../../../main/directory/okta-settings.ts';
import { openIdSettingsSchema } from '../../../main/directory/open-id-settings.ts';
import { privacyIdeaSettingsSchema } from '../../../main/directory/privacyidea-settings.ts';
import type { Role } from '../../../preload/contract/models/lab.ts';

const id = '11111111-2222-4333-8444-555555555555';
const login = { id: '(s[0-9]+)@univ\\.test', roles: [] };
const rolesByGroup: Record<string, Role> = {};

test('whoever is asked for a password or a second factor has three seconds, where the settings say nothing', () => {
  const ldap = ldapSettingsSchema.parse({
    urls: ['ldaps://directory.univ.test'],
    transport: { security: 'ldaps' },
    account: { find: 'template', bindName: 'uid={login},ou=people,dc=univ,dc=test' },
    attributes: { id: 'employeeNumber', login: 'uid', displayName: 'cn' },
    rolesByGroup,
  });
  expect(ldap.timeouts).toEqual({ perServerMilliseconds: 3000, totalMilliseconds: 8000 });
  const others = [
    oktaSettingsSchema.parse({ origin: 'https://univ.okta.test', login }),
    entraSettingsSchema.parse({ tenant: id, clientId: id, login }),
    privacyIdeaSettingsSchema.parse({ kind: 'privacyidea', origin: 'https://mfa.univ.test' }),
    openIdSettingsSchema.parse({ issuer: 'https://id.univ.test', clientId: 'lab' }),
  ];
  expect(others.map(({ timeoutMilliseconds }) => timeoutMilliseconds)).toEqual([3000, 3000, 3000, 3000]);
});
