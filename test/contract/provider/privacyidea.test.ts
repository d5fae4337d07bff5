import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failingAt } from './passing-fault.ts';
import { type Bed, bedded, openBed, refused, secrets, signal, unavailable } from './privacyidea-bed.ts';
import { describesProvider } from './provider-suite.ts';

/** What a sign-in with the password alone needs: a simple-pass token that is in force. */
const isExempt = ({ server }: Bed, login: string): boolean =>
  [...server.tokens.values()].some(
    (token) => token.tokentype === 'spass' && token.username === login && token.active && !token.locked,
  );

describe('privacyIDEA', () => {
  describe('what every provider promises', () => {
    describesProvider(async () => {
      const bed = await openBed();
      const { server, provider, stop } = bed;
      return {
        provider,
        people: ['2100001', '2100002'],
        unknown: '2999999',
        factor: 'TOTP1',
        isExempt: (person) => isExempt(bed, `s${person}`) || isExempt(bed, `x${person}`),
        administer: {
          disown: (person) => server.rename(`s${person}`, `x${person}`),
          remove: (person) => server.rename(`s${person}`, null),
          // A token that is gone exempts nobody, whether its user is there or not.
          gone: 'ok',
        },
        trouble: {
          throttle: (seconds) =>
            server.interfere(() => ({ status: 429, headers: { 'retry-after': String(seconds) }, body: '' })),
          fail: () =>
            server.interfere(() => ({
              status: 500,
              body: { result: { status: false, error: { code: -500, message: 'down' } } },
            })),
          hang: () => server.interfere(() => 'silent'),
          cut: () => server.interfere(() => 'cut'),
          babble: () =>
            server.interfere(() => ({ status: 200, body: '<h1>Please sign in to the Wi-Fi</h1>' })),
          expireCredential: () => server.changePassword('Another-1'),
          takeRights: () => server.allow(false),
          failAt: failingAt(server.interfere),
          heal: () => server.interfere(null),
        },
        stop,
      };
    }, ['throttle', 'fail', 'hang', 'cut', 'babble', 'expireCredential', 'takeRights', 'failAt']);
  });

  bedded('the person’s own tokens are left as they were', async ({ server, provider }) => {
    server.add({ serial: 'TOTP1', tokentype: 'totp', username: 's2100001' });
    server.add({ serial: 'OLD1', tokentype: 'hotp', username: 's2100001', active: false });
    const before = JSON.stringify([...server.tokens]);
    await provider.suspend('2100001', signal());
    expect(server.tokens.size).toBe(3);
    await provider.resume('2100001', signal());
    expect(JSON.stringify([...server.tokens])).toBe(before);
  });

  bedded('I6: the exemption’s own PIN is nobody’s and never twice the same', async ({ server, provider }) => {
    await provider.suspend('2100001', signal());
    await provider.suspend('2100002', signal());
    const pins = [...server.tokens.values()].map(({ pin }) => pin);
    expect(new Set(pins).size).toBe(2);
    for (const pin of pins) expect(pin.length).toBeGreaterThanOrEqual(24);
  });

  bedded('I3: an answer that was lost did its work once', async ({ server, provider }) => {
    server.interfere((request) => {
      if (request.path !== '/pi/token/init') return undefined;
      const { serial = '' } = request.body as Record<string, string>;
      server.add({ serial, tokentype: 'spass', username: 's2100001' });
      return 'cut';
    });
    expect(await provider.suspend('2100001', signal())).toMatchObject(unavailable);
    server.interfere(null);
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    expect(server.tokens.size).toBe(1);
    expect(await provider.resume('2100001', signal())).toMatchObject({ ok: true });
    expect(server.tokens.size).toBe(0);
  });

  bedded('a disabled or locked exemption is none, and is made anew', async (bed) => {
    const { server, provider } = bed;
    await provider.suspend('2100001', signal());
    const [token] = server.tokens.values();
    if (token === undefined) throw new Error('no token');
    token.locked = true;
    expect(await provider.status('2100001', signal())).toEqual({ ok: true, suspended: false });
    expect(await provider.listSuspended(signal())).toEqual({ ok: true, people: [] });
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    expect(isExempt(bed, 's2100001')).toBe(true);
  });

  bedded('I2: somebody who left the user store is still resumed', async ({ server, provider }) => {
    await provider.suspend('2100003', signal());
    server.interfere((request) =>
      request.path === '/pi/user/'
        ? { status: 200, body: { result: { status: true, value: [] }, detail: null } }
        : undefined,
    );
    expect(await provider.resume('2100003', signal())).toMatchObject({ ok: true });
    expect(server.tokens.size).toBe(0);
  });

  bedded(
    'I2: the list goes through every page, and beyond its bound it is refused',
    async ({ server, provider }) => {
      const logins = Array.from({ length: 450 }, (_, place) => `s${3_000_000 + place}`);
      for (const login of logins) server.add({ serial: `MDGX${login}`, tokentype: 'spass', username: login });
      server.add({ serial: 'PISP9', tokentype: 'spass', username: 's2100002' }); // an administrator's own doing
      server.add({ serial: 'MDGXorphan', tokentype: 'spass', username: '' });
      const listed = await provider.listSuspended(signal());
      expect(listed.ok && listed.people.length).toBe(450);
      for (let more = 0; more < 60; more += 1)
        server.add({ serial: `MDGXmore${more}`, tokentype: 'spass', username: `s4${more}` });
      expect(await provider.listSuspended(signal())).toEqual(refused);
    },
    { maximumSuspended: 500 },
  );

  bedded('a user store that is down is no reason to list nobody', async ({ server, provider }) => {
    await provider.suspend('2100001', signal());
    server.add({ serial: 'MDGXlost', tokentype: 'spass', username: '**resolver error**' });
    expect(await provider.listSuspended(signal())).toEqual(unavailable);
  });

  bedded('one login in two user stores is refused', async ({ server, provider }) => {
    const twice = ['ldap-corp', 'guests'].map((resolver) => ({
      username: 's2100001',
      userid: resolver,
      resolver,
    }));
    server.interfere((request) =>
      request.path === '/pi/user/'
        ? { status: 200, body: { result: { status: true, value: twice } } }
        : undefined,
    );
    expect(await provider.suspend('2100001', signal())).toEqual(refused);
  });

  bedded('a token that ran out is renewed, once, without anybody noticing', async ({ server, provider }) => {
    await provider.suspend('2100001', signal());
    server.expireTokens();
    expect(await provider.status('2100001', signal())).toEqual({ ok: true, suspended: true });
    expect(server.requests.filter(({ path }) => path === '/pi/auth').length).toBe(2);
  });

  test('a trusted token is used as it is, and read again when it was replaced', async () => {
    const tokenFile = secrets.write('token', 'expired-token-0');
    const bed = await openBed({ credential: { kind: 'token', tokenFile } });
    try {
      expect(await bed.provider.suspend('2100001', signal())).toEqual(refused);
      secrets.write('token', bed.server.trustedToken());
      expect(await bed.provider.suspend('2100001', signal())).toMatchObject({ ok: true });
      expect(bed.server.requests.some(({ path }) => path === '/pi/auth')).toBe(false);
      chmodSync(tokenFile, 0o644);
      expect(await bed.provider.suspend('2100001', signal())).toEqual(refused);
    } finally {
      await bed.stop();
    }
  });

  bedded('a token that was made under another serial is taken back', async ({ server, provider }) => {
    server.interfere((request) => {
      if (request.path !== '/pi/token/init') return undefined;
      server.add({ serial: 'PISP77', tokentype: 'spass', username: 's2100001' });
      return { status: 200, body: { result: { status: true, value: true }, detail: { serial: 'PISP77' } } };
    });
    expect(await provider.suspend('2100001', signal())).toEqual(refused);
    expect(server.tokens.size).toBe(0);
  });

  bedded('it ends no sessions: it has none', async ({ provider }) => {
    expect(provider.endSessions).toBeUndefined();
    expect(await provider.lookUp?.('2100001', signal())).toEqual({
      ok: true,
      account: 's2100001@students',
      enabled: true,
    });
  });
});
