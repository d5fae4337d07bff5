import { chmodSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { createKeycloakProvider } from '../../../main/provider/keycloak/keycloak.ts';
import { makeSecretFolder } from '../../rigs/key-files.ts';
import {
  type KeycloakUser,
  keycloakClient,
  keycloakGroup,
  keycloakRole,
  startKeycloakAdministration,
} from '../../rigs/keycloak-administration.ts';
import { failingAt } from './passing-fault.ts';
import { describesProvider } from './provider-suite.ts';

type Settings = Parameters<typeof createKeycloakProvider>[0];

const secrets = makeSecretFolder();
const clientSecretFile = secrets.write('client', `${keycloakClient.secret}\n`);
afterAll(() => secrets.remove());
const signal = () => AbortSignal.timeout(10_000);
const refused = { ok: false, code: 'provider/refused' };
const unavailable = { ok: false, code: 'provider/unavailable' };
const unknownPerson = { ok: false, code: 'provider/unknown-person' };

const user = (number: string, more: Partial<KeycloakUser> = {}): KeycloakUser => ({
  id: `id-${number}`,
  username: `s${number}`,
  attributes: { employeeNumber: [number] },
  ...more,
});
const totpData = JSON.stringify({ subType: 'totp', period: 30, digits: 6, algorithm: 'HmacSHA1' });
const people: readonly KeycloakUser[] = [
  user('2100001', {
    otherGroups: 250,
    credentials: [
      { id: 'c1', type: 'password', createdDate: 1_700_000_000_000 },
      {
        id: 'c2',
        type: 'otp',
        userLabel: 'スマホ',
        createdDate: 1_750_000_000_000,
        credentialData: totpData,
      },
      { id: 'c3', type: 'webauthn', userLabel: 'YubiKey' },
      { id: 'c4', type: 'otp', credentialData: '{"subType":"hotp"}' },
      { id: 'c5', type: 'some-extension' },
    ] as KeycloakUser['credentials'] & object,
  }),
  user('2100002', { enabled: false }),
  user('9999', { id: 'twin-1' }),
  user('9999', { id: 'twin-2', username: 'twin' }),
];

async function openBed(more: Partial<Settings> = {}, given = people) {
  const server = await startKeycloakAdministration(given);
  const provider = createKeycloakProvider({
    origin: server.origin,
    path: '/auth',
    realm: 'campus',
    clientId: keycloakClient.id,
    clientSecretFile,
    suspension: { by: 'group', group: keycloakGroup },
    person: { attribute: 'employeeNumber' },
    timeoutMilliseconds: 600,
    ...more,
  });
  return { server, provider, stop: () => server.stop() };
}
type Bed = Awaited<ReturnType<typeof openBed>>;

const bedded = (
  name: string,
  run: (bed: Bed) => Promise<void>,
  more: Partial<Settings> = {},
  given = people,
) =>
  test(name, async () => {
    const bed = await openBed(more, given);
    try {
      await run(bed);
    } finally {
      await bed.stop();
    }
  });

describe('Keycloak', () => {
  describe.each([
    ['group, people by an attribute', { suspension: { by: 'group', group: keycloakGroup } }],
    [
      'role, people by user name',
      { suspension: { by: 'role', role: keycloakRole }, person: { attribute: 'username', prefix: 's' } },
    ],
  ] satisfies [string, Partial<Settings>][])('what every provider promises, by %s', (_name, more) => {
    describesProvider(async () => {
      const { server, provider, stop } = await openBed(more);
      return {
        provider,
        people: ['2100001', '2100002'],
        unknown: '2999999',
        factor: 'c2',
        isExempt: (person) => server.members.has(`id-${person}`) || server.holders.has(`id-${person}`),
        administer: {
          disown: (person) => {
            const held = server.users.get(`id-${person}`);
            if (held !== undefined) server.users.set(held.id, { ...held, attributes: {} });
          },
          remove: (person) => void server.users.delete(`id-${person}`),
          gone: 'provider/unknown-person',
        },
        trouble: {
          throttle: (seconds) =>
            server.interfere(() => ({ status: 429, headers: { 'retry-after': String(seconds) }, body: '' })),
          fail: () => server.interfere(() => ({ status: 503, body: '<h1>Maintenance</h1>' })),
          hang: () => server.interfere(() => 'silent'),
          cut: () => server.interfere(() => 'cut'),
          babble: () =>
            server.interfere(() => ({ status: 200, body: '<h1>Please sign in to the Wi-Fi</h1>' })),
          expireCredential: () => server.changeSecret('Another-1'),
          takeRights: () => server.allow(false),
          failAt: failingAt(server.interfere),
          heal: () => server.interfere(null),
        },
        stop,
      };
    }, ['throttle', 'fail', 'hang', 'cut', 'babble', 'expireCredential', 'takeRights', 'failAt']);
  });

  bedded('two accounts with one number are refused', async ({ server, provider }) => {
    expect(await provider.suspend('9999', signal())).toEqual(refused);
    expect(server.members.size).toBe(0);
  });

  bedded('a token that was revoked, or ran out, is renewed once', async ({ server, provider }) => {
    const issued = () => server.requests.filter(({ path }) => path.endsWith('/token')).length;
    await provider.suspend('2100001', signal());
    await provider.status('2100001', signal());
    expect(issued()).toBe(1);
    server.revokeTokens();
    expect(await provider.status('2100001', signal())).toEqual({ ok: true, suspended: true });
    expect(issued()).toBe(2);
    server.tokensLast(5); // shorter than the margin: each call takes its own
    server.revokeTokens();
    await provider.status('2100001', signal());
    const before = issued();
    await provider.health(signal());
    expect(issued()).toBe(before + 1);
  });

  bedded('I3: an answer that was lost did its work once', async ({ server, provider }) => {
    server.interfere((request) => {
      if (request.method !== 'PUT') return undefined;
      server.members.add('id-2100001');
      return 'cut';
    });
    expect(await provider.suspend('2100001', signal())).toMatchObject(unavailable);
    server.interfere(null);
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    expect(await provider.listSuspended(signal())).toEqual({ ok: true, people: ['2100001'] });
  });

  bedded('an account that was made anew is found again', async ({ server, provider }) => {
    await provider.suspend('2100001', signal());
    server.users.delete('id-2100001');
    server.members.clear();
    const anew = { ...user('2100001', { id: 'id-anew' }), credentials: [] };
    server.users.set('id-anew', anew);
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    expect([...server.members]).toEqual(['id-anew']);
    server.users.delete('id-anew');
    expect(await provider.resume('2100001', signal())).toEqual(unknownPerson);
  });

  bedded('a group that is gone is a refusal, not an unknown person', async ({ server, provider }) => {
    await provider.suspend('2100001', signal());
    server.deleteGroup();
    expect(await provider.suspend('2100001', signal())).toEqual(refused);
    expect(await provider.resume('2100001', signal())).toEqual(refused);
    expect(await provider.listSuspended(signal())).toEqual(refused);
    expect(await provider.health(signal())).toEqual({ ok: false });
  });

  bedded('a missing account is told in either of Keycloak’s forms', async ({ server, provider }) => {
    for (const body of [{ error: 'User not found' }, { errorMessage: 'User not found' }]) {
      server.interfere((request) => (request.method === 'PUT' ? { status: 404, body } : undefined));
      expect(await provider.suspend('2100001', signal())).toEqual(unknownPerson);
    }
  });

  bedded('a wrong address is a refusal', async ({ server, provider }) => {
    server.interfere(() => ({ status: 404, body: '<h1>nginx</h1>' }));
    expect(await provider.suspend('2100001', signal())).toEqual(refused);
  });

  bedded(
    'I2: the list goes through every page',
    async ({ server, provider }) => {
      for (const { id } of many) server.members.add(id);
      const listed = await provider.listSuspended(signal());
      expect(listed.ok && listed.people.length).toBe(450);
    },
    { maximumSuspended: 500 },
    manyUsers(),
  );

  bedded(
    'a list beyond its bound is refused, never cut short',
    async ({ server, provider }) => {
      for (const { id } of many) server.members.add(id);
      expect(await provider.listSuspended(signal())).toEqual(refused);
    },
    { maximumSuspended: 400 },
    manyUsers(),
  );

  bedded('factors: what counts, without the password', async ({ provider }) => {
    const answer = await provider.factors?.('2100001', signal());
    if (answer?.ok !== true) throw new Error('no factors');
    expect(answer.factors.map(({ id, kind, label, counts }) => [id, kind, label, counts])).toEqual([
      ['c2', 'totp', 'スマホ', true],
      ['c3', 'passkey', 'YubiKey', true],
      ['c4', 'other', 'otp', true],
      ['c5', 'other', 'some-extension', false],
    ]);
    expect(answer.factors[0]?.registeredAt).toBe(new Date(1_750_000_000_000).toISOString());
    expect(answer.factors[1]?.registeredAt).toBeNull();
  });

  bedded('a factor is reset once; the password never', async ({ server, provider }) => {
    for (const _time of ['first', 'again'])
      expect(await provider.resetFactor?.('2100001', 'c2', signal())).toMatchObject({ ok: true });
    expect(await provider.resetFactor?.('2100001', 'c1', signal())).toEqual(refused);
    expect(server.users.get('id-2100001')?.credentials.map(({ id }) => id)).toEqual(['c1', 'c3', 'c4', 'c5']);
    expect(await provider.resetFactor?.('2100001', '../../groups', signal())).toMatchObject({ ok: true });
    expect(server.requests.some(({ path }) => path.includes('groups'))).toBe(false);
  });

  bedded('sessions end everywhere', async ({ server, provider }) => {
    expect(await provider.endSessions?.('2100001', signal())).toMatchObject({ ok: true });
    expect(server.loggedOut).toEqual(['id-2100001']);
  });

  bedded('looks people up; makes no TOTP and no codes', async ({ provider }) => {
    const found = await provider.lookUp?.('2100002', signal());
    expect(found).toEqual({ ok: true, account: 'id-2100002', enabled: false });
    expect([provider.initialiseTotp, provider.temporaryCode]).toEqual([undefined, undefined]);
  });

  bedded('I7: a secret that others can read is refused', async ({ server }) => {
    const open = secrets.write('open', keycloakClient.secret);
    const bed = { origin: server.origin, path: '/auth', realm: 'campus', clientId: keycloakClient.id };
    const settings = {
      ...bed,
      clientSecretFile: open,
      suspension: { by: 'role', role: keycloakRole },
    } as const;
    const provider = createKeycloakProvider(settings);
    chmodSync(open, 0o640);
    expect(await provider.listSuspended(signal())).toEqual(refused);
    expect(() => createKeycloakProvider(settings)).toThrow('open to others');
    for (const wrong of [
      { origin: 'http://keycloak.univ.example' },
      { realm: '../master' },
      { path: '/a/..?x' },
    ])
      expect(() => createKeycloakProvider({ ...settings, ...wrong })).toThrow();
  });
});

const many = manyUsers();
function manyUsers(): readonly KeycloakUser[] {
  return Array.from({ length: 450 }, (_, place) => user(String(3_000_000 + place)));
}
