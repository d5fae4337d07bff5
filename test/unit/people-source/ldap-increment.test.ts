import { describe, expect, it } from 'vitest';
import type { LdapRow } from '../../../main/ldap/ldap-session.ts';
import { changesFilter, nextCursor } from '../../../main/people-source/ldap-increment.ts';
import {
  createLdapSource,
  type LdapReader,
  ldapSourceSettings,
} from '../../../main/people-source/ldap-source.ts';
import type { SourceEnd, SourceItem } from '../../../main/people-source/people-source.ts';

const unsaid = { dsServiceName: null, highestCommittedUSN: null };

describe('increments by time', () => {
  it.each([
    ['modifyTimestamp', '20260406001000Z', '(modifyTimestamp>=20260406000000Z)'],
    [
      'entryCSN',
      '20260406001000.123456Z#000001#001#000000',
      '(entryCSN>=20260406000000.000000Z#000000#000#000000)',
    ],
  ] as const)('%s go back ten minutes behind the newest', (by, newest, filter) => {
    const cursor = nextCursor(by, { newest, before: null, standing: unsaid });
    expect(changesFilter(by, cursor, unsaid)).toBe(filter);
    expect(nextCursor(by, { newest: null, before: cursor, standing: unsaid })).toBe(cursor);
    expect(changesFilter(by === 'entryCSN' ? 'modifyTimestamp' : 'entryCSN', cursor, unsaid)).toBeNull();
  });

  it('are everything where the server tells nothing, or the cursor is no cursor', () => {
    expect(nextCursor('entryCSN', { newest: null, before: null, standing: unsaid })).toBeNull();
    for (const cursor of [null, '', '{}', '{"by":"entryCSN","server":null,"at":")(uid=*"}'])
      expect(changesFilter('entryCSN', cursor, unsaid)).toBeNull();
  });
});

// Active Directory, as its documentation and its answers have it: rootDSE tells the controller and how far it has
// counted ([MS-ADTS] 3.1.1.3.2), every entry bears the number of its last change at this controller (uSNChanged).
describe('increments of Active Directory', () => {
  const controller = (name: string, usn: string) => ({
    dsServiceName: `CN=NTDS Settings,CN=${name},CN=Servers,CN=Default-First-Site-Name,CN=Sites,CN=Configuration,DC=univ,DC=test`,
    highestCommittedUSN: usn,
  });
  const entry = (login: string, usn: string, control = '512'): LdapRow => ({
    name: `CN=${login},OU=Students,DC=univ,DC=test`,
    values: new Map([
      ['samaccountname', [login]],
      ['employeenumber', [login.slice(1)]],
      ['displayname', [`山田 ${login}`]],
      ['useraccountcontrol', [control]],
      ['pwdlastset', ['134198208000000000']],
      ['usnchanged', [usn]],
      ['memberof', ['CN=Students,OU=Groups,DC=univ,DC=test']],
    ]),
  });
  const settings = ldapSourceSettings.parse({
    kind: 'ldap',
    urls: ['ldaps://dc1.univ.test'],
    transport: { security: 'ldaps' },
    serviceName: 'CN=reader,DC=univ,DC=test',
    servicePasswordFile: '/nowhere/password',
    base: 'OU=Students,DC=univ,DC=test',
    filter: '(&(objectCategory=person)(objectClass=user))',
    increments: 'uSNChanged',
    fields: {
      id: 'employeeNumber',
      login: 'sAMAccountName',
      name: 'displayName',
      role: { field: 'memberOf', values: { 'cn=students,ou=groups,dc=univ,dc=test': 'student' } },
      disabled: { field: 'userAccountControl', bit: 2 },
      passwordChanged: 'pwdLastSet',
    },
  });
  const asked: string[] = [];
  const readerOf = (standing: ReturnType<typeof controller>, rows: readonly LdapRow[]): LdapReader => ({
    standing: async () => standing,
    async *pages(filter) {
      asked.push(filter);
      yield rows;
      return { ok: true };
    },
  });
  async function read(reader: LdapReader, cursor: string | null) {
    const items: SourceItem[] = [];
    const reading = createLdapSource(settings, [reader]).read(cursor, new AbortController().signal);
    for (;;) {
      const next = await reading.next();
      if (next.done === true) return { items, end: next.value as SourceEnd & { cursor: string } };
      items.push(next.value);
    }
  }

  it('ask for what has a higher number, of the same controller, and tell who is off', async () => {
    const whole = await read(readerOf(controller('DC1', '20512'), [entry('s1', '20480')]), null);
    expect(whole.end).toMatchObject({ ok: true, mode: 'full' });
    expect(whole.items[0]).toMatchObject({
      person: { id: '1', login: 's1', role: 'student', disabled: false },
    });
    const changed = readerOf(controller('DC1', '20600'), [entry('s1', '20590', '514')]);
    const some = await read(changed, whole.end.cursor);
    expect(asked.at(-1)).toBe('(&(&(objectCategory=person)(objectClass=user))(uSNChanged>=20513))');
    expect(some.end).toMatchObject({ ok: true, mode: 'changes' });
    expect(some.items[0]).toMatchObject({ person: { disabled: true } });
  });

  it('are everything at another controller, and at one that was restored to an earlier count', async () => {
    const { end } = await read(readerOf(controller('DC1', '20512'), []), null);
    for (const standing of [controller('DC2', '99999'), controller('DC1', '20511')]) {
      expect((await read(readerOf(standing, []), end.cursor)).end).toMatchObject({ mode: 'full' });
      expect(asked.at(-1)).toBe(settings.filter);
    }
  });
});
