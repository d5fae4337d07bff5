import { describe, expect, test } from 'vitest';
import { createLdapDirectory } from '../../../main/directory/ldap.ts';
import { type LdapSettingsInput, ldapSettingsSchema } from '../../../main/directory/ldap-settings.ts';

const search = {
  find: 'search',
  base: 'dc=univ,dc=test',
  filter: '(uid={login})',
  serviceName: 'cn=reader,dc=univ,dc=test',
  servicePassword: 'Reader-1',
} as const;

const sound: LdapSettingsInput = {
  urls: ['ldaps://directory.univ.test'],
  transport: { security: 'ldaps' },
  account: { find: 'template', bindName: 'uid={login},ou=people,dc=univ,dc=test' },
  attributes: { id: 'employeeNumber', login: 'uid', displayName: 'displayName' },
  rolesByGroup: {},
};

const accepts = (changes: Partial<LdapSettingsInput>): boolean =>
  ldapSettingsSchema.safeParse({ ...sound, ...changes }).success;

describe('LDAP settings', () => {
  test('what is left out gets the usual value', () => {
    expect(ldapSettingsSchema.parse(sound)).toMatchObject({
      attributes: { groups: 'memberOf' },
      timeouts: { perServerMilliseconds: 3000, totalMilliseconds: 8000 },
    });
  });

  test.each(['ldap://127.0.0.1:389', 'ldap://127.8.0.1', 'ldap://[::1]', 'ldap://localhost'])(
    'plaintext to %s needs the flag',
    (url) => {
      expect(accepts({ urls: [url], transport: { security: 'none', allowPlaintextOnLoopback: true } })).toBe(
        true,
      );
      const unsaid = { ...sound, urls: [url], transport: { security: 'none' } };
      expect(ldapSettingsSchema.safeParse(unsaid).success).toBe(false);
    },
  );

  test.each([
    [['ldap://directory.univ.test']],
    [['ldap://10.0.0.1']],
    [['ldap://127.0.0.1.univ.test']],
    [['ldap://localhost.univ.test']],
    [['ldap://127.0.0.1', 'ldap://directory.univ.test']],
  ])('plaintext to %j is refused whatever the flag says', (urls) => {
    expect(accepts({ urls, transport: { security: 'none', allowPlaintextOnLoopback: true } })).toBe(false);
  });

  test.each([
    [['ldap://directory.univ.test']],
    [['https://directory.univ.test']],
    [['ldaps://reader:secret@directory.univ.test']],
    [['ldaps://directory.univ.test/dc=univ?uid?sub']],
    [['ldaps://']],
    [[]],
  ])('LDAPS with the addresses %j is refused', (urls) => expect(accepts({ urls })).toBe(false));

  test.each([
    'uid=s1,ou=people',
    'uid=x{login},ou=people',
    '{login}',
    'uid={login}',
    'uid={login},ou={login}',
  ])('the template %j is refused', (bindName) => {
    expect(accepts({ account: { find: 'template', bindName } })).toBe(false);
  });

  test.each([
    '(uid=s1)',
    '(uid={login}*)',
    '(uid=*{login})',
    '({login}=x)',
    '{login}',
    '(|(uid={login})({login}))',
  ])('the filter %j is refused', (filter) => expect(accepts({ account: { ...search, filter } })).toBe(false));

  test.each([
    '(uid={login})',
    '(&(objectClass=person)(|(uid={login})(mail={login}@univ.test)))',
    '(&(objectClass=*)(sAMAccountName={login}))',
  ])('the filter %j is accepted', (filter) => expect(accepts({ account: { ...search, filter } })).toBe(true));

  test.each([
    '(&(objectClass=person)(uid={login})',
    '(uid={login})(uid=*)',
    '(uid={login}))',
    'x(uid={login})',
  ])('the filter %j, whose parentheses do not make one, is refused', (filter) =>
    expect(accepts({ account: { ...search, filter } })).toBe(false),
  );

  test('a filter that cannot be read is refused when the directory is made', () => {
    const account = { ...search, filter: '(&(uid={login})(= x))' };
    expect(() => createLdapDirectory({ ...sound, account })).toThrow();
  });

  test('I7: a complaint about the settings does not hold the service password', () => {
    const account = { ...search, filter: '(uid=*)' };
    const complaint = ldapSettingsSchema.safeParse({ ...sound, account }).error;
    expect(JSON.stringify(complaint) + String(complaint)).not.toContain(search.servicePassword);
  });
});
