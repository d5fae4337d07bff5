import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { createOktaProvider } from '../../../main/provider/okta/okta.ts';

import {
  exemptGroup,
  startOktaManagement,
  temporaryCodeAuthenticator,
} from '../../rigs/okta-management/okta-management.ts';
import { oktaClientId } from '../../rigs/okta-management/okta-token-endpoint.ts';
import {
  account,
  api,
  bedded,
  key,
  openBed,
  people,
  person,
  privateKeyFile,
  secrets,
  signal,
} from './okta-bed.ts';
import { failingAt } from './passing-fault.ts';
import { describesProvider } from './provider-suite.ts';

afterAll(() => secrets.remove());

describe('Okta', () => {
  describe('what every provider promises', () => {
    describesProvider(async () => {
      const { okta, provider, stop } = await openBed({ temporaryCodeAuthenticator, readsNetworks: true });
      return {
        provider,
        people: ['2100001', '2100002'],
        unknown: '2999999',
        factor: 'opf1',
        isExempt: (id) => okta.groupMembers.has(people.find(({ number }) => number === id)?.id ?? ''),
        administer: {
          disown: () => void okta.people.set(account(1), person(1, { number: null })),
          remove: () => void okta.people.delete(account(1)),
          gone: 'provider/unknown-person',
        },
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
          failAt: failingAt(okta.interfere),
          heal: () => okta.interfere(null),
        },
        stop,
      };
    }, ['throttle', 'fail', 'hang', 'cut', 'babble', 'expireCredential', 'takeRights', 'failAt']);
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
    'a long list is read page by page; members without a number are counted, and nobody (I2)',
    async ({ okta, provider }) => {
      for (const place of [1, 2, 5, 7, 8]) okta.groupMembers.add(account(place));
      const listed = await provider.listSuspended(signal());
      expect(listed).toEqual({ ok: true, people: ['2100001', '2100002', 'Ab5', '2100006'], strangers: 1 });
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
    'people may be found by another attribute, with something before and after their id',
    async ({ okta, provider }) => {
      expect(await provider.suspend('2100002', signal())).toMatchObject({ ok: true });
      okta.groupMembers.add(account(8));
      expect(await provider.listSuspended(signal())).toEqual({ ok: true, people: ['2100002'], strangers: 1 });
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
