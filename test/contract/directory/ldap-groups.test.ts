import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createLdapDirectory } from '../../../main/directory/ldap.ts';
import { isAvailable, type OpenLdap, startOpenLdap } from '../../rigs/open-ldap.ts';
import { ACCOUNTS, BASE, STAFF, STUDENTS } from '../../rigs/open-ldap-content.ts';
import { activeDirectoryAnswers } from './active-directory-answers.ts';
import { BY_SEARCH, BY_TEMPLATE, directoryFor, PLAINTEXT } from './ldap-settings-for-rig.ts';
import { type Listener, startListener } from './listener.ts';

const rigged = isAvailable();

describe.skipIf(!rigged.available)('groups found by a search, at OpenLDAP', () => {
  let rig: OpenLdap;
  beforeAll(async () => {
    rig = await startOpenLdap();
  });
  afterAll(() => rig.stop());

  describe.each([
    ['template', BY_TEMPLATE],
    ['search', BY_SEARCH],
  ])('%s', (_name, account) => {
    test.each([
      [ACCOUNTS.student, 'student', STUDENTS],
      [ACCOUNTS.staff, 'staff', STAFF],
    ])('$login', async (credentials, role, group) => {
      const groupSearch = { base: `ou=groups,${BASE}`, memberAttribute: 'member' };
      const answer = await directoryFor(rig, { account, groupSearch }).verify(credentials);
      expect(answer).toMatchObject({ outcome: 'ok', person: { roles: [role], groups: [group] } });
    });

    test('of nobody’s group there is none', async () => {
      const groupSearch = { base: `ou=groups,${BASE}`, memberAttribute: 'member' };
      const answer = await directoryFor(rig, { account, groupSearch }).verify(ACCOUNTS.toBeLocked);
      expect(answer).toMatchObject({ outcome: 'ok', person: { roles: [], groups: [] } });
    });

    test('by uid, as RFC 2307 has it: the login stays a value', async () => {
      const groupSearch = {
        base: `ou=groups,${BASE}`,
        memberAttribute: 'memberUid',
        memberIs: 'uid' as const,
      };
      const answer = await directoryFor(rig, { account, groupSearch }).verify(ACCOUNTS.oddlyNamed);
      expect(answer).toMatchObject({ outcome: 'ok', person: { groups: [] } });
    });

    test('a base that does not exist is the settings’ fault: nobody comes in without their groups', async () => {
      const groupSearch = { base: `ou=nowhere,${BASE}`, memberAttribute: 'member' };
      const answer = await directoryFor(rig, { account, groupSearch }).verify(ACCOUNTS.student);
      expect(answer).toEqual({ outcome: 'unavailable', cause: 'configuration' });
    });
  });

  test('a server that is stopped fails over, and is asked again when it is back in turn', async () => {
    const first = await startOpenLdap();
    const directory = createLdapDirectory({
      urls: [first.url, rig.url],
      transport: PLAINTEXT,
      account: BY_TEMPLATE,
      attributes: { id: 'employeeNumber', login: 'uid', displayName: 'displayName' },
      rolesByGroup: {},
    });
    expect(await directory.verify(ACCOUNTS.student)).toMatchObject({ outcome: 'ok' });
    await first.stop();
    expect(await directory.verify(ACCOUNTS.student)).toMatchObject({ outcome: 'ok' });
    expect(await directory.verify({ ...ACCOUNTS.student, password: 'guess' })).toEqual({ outcome: 'wrong' });
  });
});

type Step = keyof typeof activeDirectoryAnswers;

/** Plays recorded answers, one set for each request, in order. */
async function play(steps: readonly Step[]): Promise<Listener> {
  const left = [...steps];
  const server = await startListener({
    onData(socket, request) {
      const step = left.shift();
      if (step === undefined) return;
      // LDAPMessage ::= SEQUENCE { messageID INTEGER, … }; the library's ids have one byte here.
      const head = request[1]! < 0x80 ? 2 : 2 + (request[1]! & 0x7f);
      const id = request[head + 2]!;
      const messages = activeDirectoryAnswers[step].map((hex) => {
        const bytes = Buffer.from(hex, 'hex');
        bytes[8] = id;
        return bytes;
      });
      // Cut where no message ends: a reader has to put them together.
      const all = Buffer.concat(messages);
      socket.write(all.subarray(0, 11));
      setImmediate(() => socket.write(all.subarray(11)));
    },
  });
  onTestFinished(() => server.stop());
  return server;
}

function ask(server: Listener, nested = false) {
  const directory = createLdapDirectory({
    urls: [`ldap://127.0.0.1:${server.port}`],
    transport: PLAINTEXT,
    account: {
      find: 'search',
      base: 'DC=univ,DC=test',
      filter: '(sAMAccountName={login})',
      serviceName: 'CN=reader,CN=Users,DC=univ,DC=test',
      servicePassword: 'Reader-1',
    },
    attributes: { id: 'employeeID', login: 'sAMAccountName', displayName: 'displayName' },
    ...(nested ? { groupSearch: { base: 'DC=univ,DC=test', memberAttribute: 'member', nested: true } } : {}),
    rolesByGroup: { 'CN=Students,OU=Groups,DC=univ,DC=test': 'student' },
    timeouts: { perServerMilliseconds: 2000 },
  });
  return directory.verify({ login: 's2100001', password: 'Correct-1' });
}

describe('Active Directory’s answers as recorded bytes, over TCP', () => {
  test('found, bound; references beside the entry are not followed', async () => {
    const server = await play(['bindAccepted', 'personFound', 'bindAccepted']);
    expect(await ask(server)).toEqual({
      outcome: 'ok',
      person: {
        id: '2100001',
        login: 's2100001',
        displayName: '青葉 さくら',
        roles: [],
        groups: ['CN=Seminar,OU=Groups,DC=univ,DC=test'],
      },
    });
    expect(server.connections()).toBe(1);
  });

  test('groups of groups by the matching rule; asked for as the service, by the person’s own name', async () => {
    const server = await play(['bindAccepted', 'personFound', 'bindAccepted', 'bindAccepted', 'groupsFound']);
    expect(await ask(server, true)).toMatchObject({
      outcome: 'ok',
      person: {
        roles: ['student'],
        groups: ['CN=Seminar,OU=Groups,DC=univ,DC=test', 'CN=Students,OU=Groups,DC=univ,DC=test'],
      },
    });
    const received = server.received();
    // extensibleMatch [9]: matchingRule [1] LDAP_MATCHING_RULE_IN_CHAIN, type [2] member (RFC 4511, 4.5.1.7.7)
    const rule = Buffer.from('1.2.840.113556.1.4.1941');
    expect(received.includes(Buffer.concat([Buffer.from([0x81, rule.length]), rule]))).toBe(true);
    expect(received.includes(Buffer.concat([Buffer.from([0x82, 6]), Buffer.from('member')]))).toBe(true);
  });

  test('locked, once the person is found', async () => {
    expect(await ask(await play(['bindAccepted', 'personFound', 'bindRefused']))).toEqual({
      outcome: 'locked',
    });
  });

  test('an unknown login costs a bind like a known one, by a name that nobody has', async () => {
    const server = await play(['bindAccepted', 'nobodyFound', 'bindRefused']);
    expect(await ask(server)).toEqual({ outcome: 'wrong' });
    const binds = server.received().toString('latin1').split('Correct-1').length - 1;
    expect(binds).toBe(1);
  });

  test.each(['operationsError', 'sizeLimit'] as const)('%s at the search lets nobody in', async (step) => {
    expect(await ask(await play(['bindAccepted', step]))).toMatchObject({ outcome: 'unavailable' });
  });

  test('groups that cannot be read let nobody in', async () => {
    const server = await play([
      'bindAccepted',
      'personFound',
      'bindAccepted',
      'bindAccepted',
      'operationsError',
    ]);
    expect(await ask(server, true)).toEqual({ outcome: 'unavailable', cause: 'configuration' });
  });
});
