import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { createOktaProvider } from '../../../main/provider/okta/okta.ts';
import { makeRsaKey, makeSecretFolder } from '../../rigs/key-files.ts';
import {
  exemptGroup,
  type Interference,
  type OktaPerson,
  startOktaManagement,
  temporaryCodeAuthenticator,
} from '../../rigs/okta-management/okta-management.ts';
import { oktaClientId } from '../../rigs/okta-management/okta-token-endpoint.ts';
import { describesProvider } from './provider-suite.ts';

const key = makeRsaKey();
const secrets = makeSecretFolder();
const privateKeyFile = secrets.write('okta.pem', key.privateKeyPem);
afterAll(() => secrets.remove());

const account = (place: number) => `00u000000000000000${place}`;
const person = (place: number, more: Partial<OktaPerson> = {}): OktaPerson => ({
  id: account(place),
  number: `210000${place}`,
  login: `s210000${place}@univ.test`,
  ...more,
});
const people: readonly OktaPerson[] = [
  person(1, {
    factors: [
      { id: 'ost1', factorType: 'token:software:totp', profile: { credentialId: 'x' } },
      { id: 'sms1', factorType: 'sms', profile: { phoneNumber: '+819012341337' } },
      { id: 'opf1', factorType: 'push', device: 'phone', profile: { name: 'さくらの電話' } },
      { id: 'snc1', factorType: 'signed_nonce', device: 'phone' },
      {
        id: 'call1',
        factorType: 'call',
        status: 'PENDING_ACTIVATION',
        profile: { phoneNumber: '0312345678' },
      },
      { id: 'eml1', factorType: 'email', profile: { email: 'sakura@example.test' } },
      { id: 'qst1', factorType: 'question' },
      { id: 'fwf1', factorType: 'webauthn', profile: { authenticatorName: 'MacBook Touch ID' } },
    ],
  }),
  person(2),
  person(3, { number: '2100003' }),
  person(4, { number: '2100003', login: 'twin@univ.test' }),
  person(5, { number: 'Ab5' }),
  person(6, { number: '2100006', status: 'DEPROVISIONED' }),
  person(7, { number: '2100006' }),
  person(8, { number: null, login: 'break-glass@univ.test' }),
];

type Settings = Parameters<typeof createOktaProvider>[0];
async function openBed(more: Partial<Settings> = {}, rig: { readonly zones?: readonly object[] } = {}) {
  const okta = await startOktaManagement({ people, publicKeyPem: key.publicKeyPem, ...rig });
  const provider = createOktaProvider({
    origin: okta.origin,
    clientId: oktaClientId,
    privateKeyFile,
    group: exemptGroup,
    timeoutMilliseconds: 2500,
    ...more,
  });
  return { okta, provider, stop: () => okta.stop() };
}
const signal = () => AbortSignal.timeout(10_000);
const api =
  (answer: Interference): Interference =>
  (request) =>
    request.path.startsWith('/api/') ? answer(request) : undefined;

describe('Okta', () => {
  describe('what every provider promises', () => {
    describesProvider(async () => {
      const { okta, provider, stop } = await openBed();
      return {
        provider,
        people: ['2100001', '2100002'],
        unknown: '2999999',
        isExempt: (id) => okta.groupMembers.has(people.find(({ number }) => number === id)?.id ?? ''),
        trouble: {
          throttle: (seconds) =>
            okta.interfere(
              api(() => ({
                status: 429,
                headers: { 'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + seconds) },
                body: { errorCode: 'E0000047' },
              })),
            ),
          fail: () => okta.interfere(() => ({ status: 503, body: '<h1>Maintenance</h1>' })),
          hang: () => okta.interfere(() => 'silent'),
          cut: () => okta.interfere(() => 'cut'),
          babble: () =>
            okta.interfere(api(() => ({ status: 200, body: '<h1>Please sign in to the Wi-Fi</h1>' }))),
          expireCredential: () => okta.tokens.forgetKey(),
          takeRights: () => okta.tokens.grantScopes(['okta.users.read']),
          heal: () => okta.interfere(null),
        },
        stop,
      };
    }, ['throttle', 'fail', 'hang', 'cut', 'babble', 'expireCredential', 'takeRights']);
  });

  const bedded = (
    name: string,
    run: (bed: Awaited<ReturnType<typeof openBed>>) => Promise<void>,
    more: Partial<Settings> = {},
    rig: { readonly zones?: readonly object[] } = {},
  ) =>
    test(name, async () => {
      const bed = await openBed(more, rig);
      try {
        await run(bed);
      } finally {
        await bed.stop();
      }
    });

  bedded('factors: which count, masked, none of them a secret', async ({ provider }) => {
    const answer = await provider.factors?.('2100001', signal());
    if (answer?.ok !== true) throw new Error('no factors');
    expect(answer.factors.map(({ kind, counts, label }) => [kind, counts, label])).toEqual([
      ['totp', true, ''],
      ['sms', true, '••••1337'],
      ['push', true, 'さくらの電話'],
      ['platform', true, ''],
      ['voice', false, '••••5678'],
      ['mail', false, 's••••@example.test'],
      ['question', false, ''],
      ['passkey', true, 'MacBook Touch ID'],
    ]);
    expect(answer.factors[0]?.registeredAt).toBe('2026-04-02T03:04:05.000Z');
    expect(JSON.stringify(answer)).not.toContain('9012341337');
  });

  bedded(
    'a push that is reset takes its signed nonce along; a factor that is gone is a success',
    async ({ provider }) => {
      expect(await provider.resetFactor?.('2100001', 'opf1', signal())).toEqual({
        ok: true,
        propagatingUntil: null,
      });
      const left = await provider.factors?.('2100001', signal());
      expect(left?.ok && left.factors.map(({ id }) => id)).toEqual([
        'ost1',
        'sms1',
        'call1',
        'eml1',
        'qst1',
        'fwf1',
      ]);
      expect(await provider.resetFactor?.('2100001', 'opf1', signal())).toMatchObject({ ok: true });
      expect(await provider.resetFactor?.('2999999', 'opf1', signal())).toMatchObject({
        code: 'provider/unknown-person',
      });
      expect(await provider.resetFactor?.('2100001', '../../00u', signal())).toMatchObject({
        code: 'provider/refused',
      });
    },
  );

  bedded(
    'a temporary code for so many minutes, within Okta’s limits',
    async ({ okta, provider }) => {
      const answer = await provider.temporaryCode?.('2100001', 60, signal());
      expect(answer).toMatchObject({ ok: true, code: okta.temporaryCodes.get(account(1)) });
      const minutes = answer?.ok ? (Date.parse(answer.validUntil) - Date.now()) / 60_000 : 0;
      expect(minutes).toBeGreaterThan(58);
      expect(minutes).toBeLessThanOrEqual(60);
      for (const wrong of [9, 14_401, 30.5, Number.NaN])
        expect(await provider.temporaryCode?.('2100001', wrong, signal())).toMatchObject({
          code: 'provider/refused',
        });
      expect(await provider.temporaryCode?.('2999999', 60, signal())).toMatchObject({
        code: 'provider/unknown-person',
      });
    },
    { temporaryCodeAuthenticator },
  );

  bedded(
    'no authenticator for temporary codes, no such codes; no right to read networks, no networks',
    async ({ provider }) => {
      expect(provider.temporaryCode).toBeUndefined();
      expect(provider.exemptNetworks).toBeUndefined();
    },
  );

  bedded('sessions end, also those that are remembered by devices', async ({ okta, provider }) => {
    expect(await provider.endSessions?.('2100002', signal())).toEqual({ ok: true, propagatingUntil: null });
    expect(okta.endedSessions).toEqual([account(2)]);
    expect(okta.requests.at(-1)?.query).toEqual({ oauthTokens: 'true', forgetDevices: 'true' });
  });

  bedded(
    'two accounts with one number are a refusal; a deactivated one is none, capitals are letters',
    async ({ provider }) => {
      expect(await provider.suspend('2100003', signal())).toEqual({ ok: false, code: 'provider/refused' });
      expect(await provider.lookUp?.('2100006', signal())).toEqual({
        ok: true,
        account: account(7),
        enabled: true,
      });
      expect(await provider.lookUp?.('ab5', signal())).toMatchObject({ code: 'provider/unknown-person' });
      expect(await provider.lookUp?.('Ab5', signal())).toMatchObject({ account: account(5) });
    },
  );

  bedded('an account is looked up once, and again as soon as it is gone', async ({ okta, provider }) => {
    const searches = () => okta.requests.filter(({ path }) => path === '/api/v1/users').length;
    await provider.suspend('2100001', signal());
    await provider.resume('2100001', signal());
    expect(searches()).toBe(1);
    okta.people.delete(account(1));
    okta.people.set(account(9), person(9, { number: '2100001' }));
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    expect([...okta.groupMembers]).toEqual([account(9)]);
    expect(searches()).toBe(2);
    okta.people.delete(account(9));
    expect(await provider.resume('2100001', signal())).toMatchObject({ code: 'provider/unknown-person' });
  });

  bedded(
    'a group that is gone is a refusal, not somebody unknown, and never a success',
    async ({ okta, provider }) => {
      okta.deleteGroup();
      const refused = { ok: false, code: 'provider/refused' };
      expect(await provider.suspend('2100001', signal())).toEqual(refused);
      expect(await provider.resume('2100001', signal())).toEqual(refused);
      expect(await provider.listSuspended(signal())).toEqual(refused);
      expect(await provider.health(signal())).toEqual({ ok: false });
    },
  );

  bedded(
    'a long list is read page by page; members without a number are left alone',
    async ({ okta, provider }) => {
      for (const place of [1, 2, 5, 7, 8]) okta.groupMembers.add(account(place));
      const listed = await provider.listSuspended(signal());
      expect(listed).toEqual({ ok: true, people: ['2100001', '2100002', 'Ab5', '2100006'] });
    },
  );

  bedded(
    'I7: the next page is never fetched from elsewhere, and a list without end is a fault',
    async ({ okta, provider }) => {
      let asked = 0;
      const elsewhere = await startOktaManagement({ people, publicKeyPem: key.publicKeyPem });
      okta.interfere(
        api(() => ({
          status: 200,
          headers: { link: `<${elsewhere.origin}/api/v1/x>; rel="next"` },
          body: [],
        })),
      );
      expect(await provider.listSuspended(signal())).toEqual({ ok: false, code: 'provider/refused' });
      expect(elsewhere.requests).toEqual([]);
      await elsewhere.stop();
      okta.interfere(
        api(() => {
          asked += 1;
          return {
            status: 200,
            headers: { link: `<${okta.origin}/api/v1/groups/x/users>; rel="next"` },
            body: [],
          };
        }),
      );
      expect(await provider.listSuspended(signal())).toEqual({ ok: false, code: 'provider/unavailable' });
      expect(asked).toBe(200);
    },
  );

  bedded('a part that is out of order is unavailable, the rest works', async ({ okta, provider }) => {
    await provider.status('2100001', signal());
    okta.interfere(({ path }) => (path === '/api/v1/users' ? { status: 500 } : undefined));
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    expect(await provider.suspend('2100002', signal())).toEqual({ ok: false, code: 'provider/unavailable' });
    okta.interfere(({ query }) => (query.after === undefined ? undefined : { status: 502 }));
    for (const place of [2, 5]) okta.groupMembers.add(account(place));
    expect(await provider.listSuspended(signal())).toMatchObject({ code: 'provider/unavailable' });
  });

  bedded('a limit on tokens says how long to wait as well', async ({ okta, provider }) => {
    okta.interfere(({ path }) =>
      path.startsWith('/oauth2/') ? { status: 429, headers: { 'retry-after': '7' }, body: {} } : undefined,
    );
    const expected = { ok: false, code: 'provider/unavailable', retryAfterMs: 7000 };
    expect(await provider.suspend('2100001', signal())).toEqual(expected);
    okta.interfere(({ path }) => (path.startsWith('/oauth2/') ? { status: 200, body: {} } : undefined));
    expect(await provider.suspend('2100001', signal())).toEqual({ ok: false, code: 'provider/unavailable' });
    expect(okta.requests.filter(({ path }) => path.startsWith('/api/'))).toEqual([]);
  });

  bedded('an answer that comes late but in time counts', async ({ okta, provider }) => {
    okta.interfere(async () => {
      await delay(200);
      return undefined;
    });
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
  });

  bedded(
    'one token serves many calls, and a new one comes when it is refused',
    async ({ okta, provider }) => {
      await provider.suspend('2100001', signal());
      await provider.resume('2100001', signal());
      expect(okta.tokens.issued()).toBe(1);
      okta.tokens.revoke();
      expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
      expect(okta.tokens.issued()).toBe(2);
    },
  );

  bedded('I5: only the documented status confirms a change', async ({ okta, provider }) => {
    await provider.status('2100001', signal());
    for (const status of [200, 202, 302]) {
      okta.interfere(({ method }) => (method === 'PUT' ? { status, body: {} } : undefined));
      expect(await provider.suspend('2100001', signal())).toMatchObject({ code: 'provider/unavailable' });
    }
  });

  bedded(
    'a change that takes its time says until when',
    async ({ provider }) => {
      const answer = await provider.suspend('2100001', signal());
      const wait = answer.ok ? Date.parse(answer.propagatingUntil ?? '') - Date.now() : 0;
      expect(wait).toBeGreaterThan(290_000);
      expect(wait).toBeLessThanOrEqual(300_000);
    },
    { propagationSeconds: 300 },
  );

  bedded(
    'network zones: which addresses, and which take effect',
    async ({ provider }) => {
      expect(await provider.exemptNetworks?.list(signal())).toEqual({
        ok: true,
        networks: [
          { name: '実習室', ranges: ['192.0.2.0/24', '198.51.100.1-198.51.100.9'], trusted: true },
          { name: 'Switched off', ranges: ['203.0.113.0/24'], trusted: false },
          { name: 'BlockedIpZone', ranges: ['203.0.113.9/32'], trusted: false },
          { name: 'Tor', ranges: [], trusted: false },
        ],
      });
    },
    { readsNetworks: true },
    {
      zones: [
        zone('実習室', 'ACTIVE', 'POLICY', [
          ['CIDR', '192.0.2.0/24'],
          ['RANGE', '198.51.100.1-198.51.100.9'],
        ]),
        zone('Switched off', 'INACTIVE', 'POLICY', [['CIDR', '203.0.113.0/24']]),
        zone('BlockedIpZone', 'ACTIVE', 'BLOCKLIST', [['CIDR', '203.0.113.9/32']]),
        { id: 'nzo4', name: 'Tor', type: 'DYNAMIC', status: 'ACTIVE', usage: 'POLICY' },
      ],
    },
  );

  bedded(
    'people may be found by another attribute, with something before and after their id',
    async ({ okta, provider }) => {
      expect(await provider.suspend('2100002', signal())).toMatchObject({ ok: true });
      okta.groupMembers.add(account(8));
      expect(await provider.listSuspended(signal())).toEqual({ ok: true, people: ['2100002'] });
    },
    { person: { attribute: 'login', prefix: 's', suffix: '@univ.test' } },
  );

  test('I7: a key that others may read is refused, and nothing of it is told', async () => {
    const open = secrets.write('open.pem', key.privateKeyPem, 0o644);
    const settings = { origin: 'https://example.okta.test', clientId: oktaClientId, group: exemptGroup };
    expect(() => createOktaProvider({ ...settings, privateKeyFile: open })).toThrow(/open to others/);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const curve = secrets.write('ec.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    expect(() => createOktaProvider({ ...settings, privateKeyFile: curve })).toThrow(/not RSA/);
    expect(() =>
      createOktaProvider({ ...settings, privateKeyFile, origin: 'http://example.okta.test' }),
    ).toThrow();
    expect(() =>
      createOktaProvider({ ...settings, privateKeyFile, origin: 'https://x-admin.okta.com' }),
    ).toThrow();
  });
});

function zone(name: string, status: string, usage: string, gateways: readonly (readonly [string, string])[]) {
  return {
    id: `nzo${name.length}`,
    name,
    type: 'IP',
    status,
    usage,
    gateways: gateways.map(([type, value]) => ({ type, value })),
  };
}
