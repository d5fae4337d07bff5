import { expect, test } from 'vitest';
import type { LdapFault, LdapRow, LdapSearch, LdapSession } from '../../../main/ldap/ldap-session.ts';
import { judgeLdapFault } from '../../../main/provider/ldap/ldap-failure.ts';
import { listAccounts } from '../../../main/provider/ldap/ldap-list.ts';
import {
  type LdapProviderSettingsInput,
  ldapProviderSettingsSchema,
} from '../../../main/provider/ldap/ldap-settings.ts';
import { suspendAccount, unsuspendAccount } from '../../../main/provider/ldap/ldap-suspension.ts';

const group = 'CN=MFA exempt,OU=Groups,DC=univ,DC=test';
const base = 'OU=People,DC=univ,DC=test';
const settings = ldapProviderSettingsSchema.parse({
  urls: ['ldaps://dc1.univ.test'],
  transport: { security: 'ldaps' },
  serviceName: 'madoguchi@univ.test',
  servicePasswordFile: '/etc/madoguchi/ad-password',
  people: { find: 'search', base, filter: '(employeeID={person})', id: 'employeeID' },
  suspension: { by: 'group', group },
} satisfies LdapProviderSettingsInput);
const { suspension } = settings;
const id = { by: 'objectGUID', value: '00112233445566778899aabbccddeeff' } as const;
const account = { person: '2100001', name: `CN=Sakura,${base}`, uid: null, id, enabled: true };

const result = (code: number): LdapFault => ({ ok: false, fault: 'result', code });
const row = (name: string, values: Readonly<Record<string, readonly string[]>>): LdapRow => ({
  name,
  values: new Map(Object.entries(values)),
});

/** A domain controller that answers as told; what it may not be asked for is a mistake of the test. */
function controller(answers: {
  readonly modify?: LdapFault;
  readonly search?: (search: LdapSearch) => readonly LdapRow[] | LdapFault;
}): LdapSession {
  return {
    async search(search) {
      const found = answers.search?.(search) ?? [];
      return 'fault' in found ? found : { ok: true, rows: found };
    },
    searchAll: () => Promise.reject(new Error('not asked for')),
    modify: async () => answers.modify ?? { ok: true },
  };
}

test('I3: Active Directory says 68 for a member who is one already', async () => {
  expect(await suspendAccount(controller({ modify: result(68) }), suspension, account)).toEqual({ ok: true });
});

test('I3: Active Directory says 53 for a member who is none; a look at the group tells it from a refusal', async () => {
  const session = (isMember: boolean) =>
    controller({
      modify: result(53),
      search: ({ filter }) => {
        expect(filter).toBe(`(member=${account.name})`);
        return isMember ? [row(group, {})] : [];
      },
    });
  expect(await unsuspendAccount(session(false), suspension, account)).toEqual({ ok: true });
  expect(await unsuspendAccount(session(true), suspension, account)).toEqual({
    ok: false,
    code: 'provider/refused',
    elsewhere: true,
  });
  // A server of another kind says 53 for whatever it is to change: what it holds proves nothing.
  for (const other of [null, { by: 'entryUUID', value: crypto.randomUUID() } as const])
    expect(await unsuspendAccount(session(false), suspension, { ...account, id: other })).toMatchObject({
      ok: false,
      elsewhere: true,
    });
});

test('I2: a group of more than 1,500 members comes in ranges, and all of them are read', async () => {
  const names = Array.from({ length: 3200 }, (_, place) => `CN=P${place},${base}`);
  const session = controller({
    search: ({ base: asked, attributes }) => {
      if (asked !== group) {
        const place = /^CN=P(\d+),/.exec(asked)?.[1] ?? '';
        return place === '7' ? result(32) : [row(asked, { employeeid: [place] })];
      }
      const first = Number(/range=(\d+)-\*$/.exec(attributes[0] ?? '')?.[1] ?? 0);
      const last = first + 1499;
      const range = last >= names.length - 1 ? `${first}-*` : `${first}-${last}`;
      return [row(group, { member: [], [`member;range=${range}`]: names.slice(first, last + 1) })];
    },
  });
  const listed = await listAccounts(session, settings);
  expect(listed.ok && listed.people.length).toBe(3199); // one of them has left
});

test('a controller that turns in circles is left', async () => {
  const session = controller({
    search: () => [row(group, { 'member;range=0-1': [`CN=A,${base}`, `CN=B,${base}`] })],
  });
  expect(await listAccounts(session, settings)).toMatchObject({ ok: false, code: 'provider/refused' });
});

test('members outside the people’s base are nobody’s command, and are counted', async () => {
  const inside = `CN=In,${base.toLowerCase().replace(',', ', ')}`;
  const session = controller({
    search: ({ base: asked }) =>
      asked === group
        ? [row(group, { member: ['CN=Service,OU=Accounts,DC=univ,DC=test', inside] })]
        : [row(asked, { employeeid: [asked] })],
  });
  expect(await listAccounts(session, settings)).toEqual({ ok: true, people: [inside], strangers: 1 });
});

test.each([
  [8, 'provider/refused', false], // Active Directory without TLS
  [49, 'provider/refused', false],
  [50, 'provider/refused', false],
  [65, 'provider/refused', false],
  [10, 'provider/refused', true],
  [53, 'provider/refused', true],
  [51, 'provider/unavailable', true],
  [52, 'provider/unavailable', true],
  [9999, 'provider/refused', false],
] as const)('result %i is %s', (code, outcome, elsewhere) => {
  expect(judgeLdapFault(result(code))).toEqual({ ok: false, code: outcome, elsewhere });
});
