import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { createEntraProvider } from '../../../main/provider/entra/entra.ts';
import { excludedGroup, startGraph } from '../../rigs/graph/graph.ts';
import { graphClientId, graphTenant } from '../../rigs/graph/graph-token-endpoint.ts';
import { makeSelfSigned } from '../../rigs/key-files.ts';
import {
  account,
  api,
  bedded,
  openBed,
  people,
  person,
  refused,
  secret,
  secrets,
  signal,
} from './entra-bed.ts';
import { failingAt } from './passing-fault.ts';
import { describesProvider } from './provider-suite.ts';

afterAll(() => secrets.remove());

describe('Entra', () => {
  describe('what every provider promises', () => {
    describesProvider(async () => {
      const { graph, provider, stop } = await openBed({ readsNetworks: true });
      return {
        provider,
        people: ['2100001', '2100002'],
        unknown: '2999999',
        factor: 'phoneMethods/3179e48a-750b-4051-897c-87b9720928f7',
        isExempt: (id) =>
          graph.groupMembers.has(people.find(({ employeeId }) => employeeId === id)?.id ?? ''),
        administer: {
          disown: () => void graph.people.set(account(1), person(1, { employeeId: '7700001' })),
          remove: () => {
            graph.people.delete(account(1));
            graph.groupMembers.delete(account(1));
          },
          gone: 'provider/unknown-person',
        },
        trouble: {
          throttle: (seconds) =>
            graph.interfere(
              api(() => ({ status: 429, headers: { 'retry-after': String(seconds) }, body: {} })),
            ),
          fail: () => graph.interfere(() => ({ status: 503, body: { error: { code: 'x', message: 'y' } } })),
          hang: () => graph.interfere(() => 'silent'),
          cut: () => graph.interfere(() => 'cut'),
          babble: () =>
            graph.interfere(api(() => ({ status: 200, body: '<h1>Please sign in to the Wi-Fi</h1>' }))),
          expireCredential: () => {
            graph.credentials.expireCredential();
            graph.credentials.tokens.clear();
          },
          takeRights: () => graph.takePermissions(),
          failAt: failingAt(graph.interfere),
          heal: () => graph.interfere(null),
        },
        stop,
      };
    }, ['throttle', 'fail', 'hang', 'cut', 'babble', 'expireCredential', 'takeRights', 'failAt']);
  });

  bedded('look-up: two with one number are a refusal, quotes are letters', async ({ provider }) => {
    expect(await provider.suspend('2100003', signal())).toEqual(refused);
    expect(await provider.lookUp?.("O'Hara5", signal())).toEqual({
      ok: true,
      account: account(5),
      enabled: false,
    });
    expect(await provider.lookUp?.("o'hara5", signal())).toMatchObject({ code: 'provider/unknown-person' });
    expect(await provider.lookUp?.('2100001', signal())).toMatchObject({
      account: account(1),
      enabled: true,
    });
  });

  bedded(
    'a membership that is gone is a success; a person or group that is gone is none',
    async ({ graph, provider }) => {
      await provider.suspend('2100001', signal());
      graph.groupMembers.clear();
      expect(await provider.resume('2100001', signal())).toMatchObject({ ok: true });
      graph.people.delete(account(1));
      expect(await provider.resume('2100001', signal())).toMatchObject({ code: 'provider/unknown-person' });
      graph.deleteGroup();
      expect(await provider.resume('2100002', signal())).toEqual(refused);
      expect(await provider.suspend('2100002', signal())).toEqual(refused);
      expect(await provider.listSuspended(signal())).toEqual(refused);
      expect(await provider.health(signal())).toEqual({ ok: false });
    },
  );

  bedded('an account is looked up once, and again as soon as it is gone', async ({ graph, provider }) => {
    const searches = () => graph.requests.filter(({ path }) => path === '/v1.0/users').length;
    await provider.suspend('2100001', signal());
    await provider.resume('2100001', signal());
    expect(searches()).toBe(1);
    graph.people.delete(account(1));
    graph.people.set(account(9), person(9, { employeeId: '2100001' }));
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    expect([...graph.groupMembers]).toEqual([account(9)]);
  });

  bedded('other complaints than “already” stay refusals', async ({ graph, provider }) => {
    await provider.status('2100001', signal());
    graph.interfere(({ method: verb, path }) =>
      verb === 'POST' && path.endsWith('/$ref')
        ? { status: 400, body: { error: { code: 'Request_BadRequest', message: 'The group is dynamic.' } } }
        : undefined,
    );
    expect(await provider.suspend('2100001', signal())).toEqual(refused);
  });

  bedded(
    'a long list is read page by page; members without a number are counted, and nobody (I2)',
    async ({ graph, provider }) => {
      for (const place of [1, 2, 3, 5, 6]) graph.groupMembers.add(account(place));
      const expected = ['2100001', '2100002', '2100003', "O'Hara5"];
      expect(await provider.listSuspended(signal())).toEqual({ ok: true, people: expected, strangers: 1 });
    },
  );

  bedded('I7: the next page is never fetched from elsewhere', async ({ graph, provider }) => {
    const elsewhere = await startGraph({ people, secret });
    graph.interfere(
      api(() => ({ status: 200, body: { value: [], '@odata.nextLink': `${elsewhere.origin}/v1.0/users` } })),
    );
    expect(await provider.listSuspended(signal())).toEqual(refused);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();
  });

  bedded('a part that is out of order is unavailable, the rest works', async ({ graph, provider }) => {
    await provider.status('2100001', signal());
    graph.interfere(({ path }) => (path === '/v1.0/users' ? { status: 500 } : undefined));
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    expect(await provider.suspend('2100002', signal())).toEqual({ ok: false, code: 'provider/unavailable' });
    graph.interfere(({ query }) => (query.$skiptoken === undefined ? undefined : { status: 502 }));
    for (const place of [2, 5]) graph.groupMembers.add(account(place));
    expect(await provider.listSuspended(signal())).toMatchObject({ code: 'provider/unavailable' });
  });

  bedded('I5: a member that is gone is not believed while the group can’t be asked', async (bed) => {
    const { graph, provider } = bed;
    await provider.status('2100001', signal());
    graph.interfere(({ method: verb, path }) =>
      verb === 'GET' && path.endsWith('/members') ? { status: 503 } : undefined,
    );
    expect(await provider.resume('2100001', signal())).toMatchObject({ code: 'provider/unavailable' });
  });

  bedded('a limit on tokens says how long to wait as well', async ({ graph, provider }) => {
    graph.interfere(({ path }) =>
      path.endsWith('/token') ? { status: 429, headers: { 'retry-after': '7' }, body: {} } : undefined,
    );
    const expected = { ok: false, code: 'provider/unavailable', retryAfterMs: 7000 };
    expect(await provider.suspend('2100001', signal())).toEqual(expected);
  });

  bedded('an answer that comes late but in time counts', async ({ graph, provider }) => {
    graph.interfere(async () => {
      await delay(200);
      return undefined;
    });
    expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
  });

  bedded(
    'one token serves many calls at once, and a new one comes when it is refused',
    async ({ graph, provider }) => {
      await Promise.all([1, 2, 3, 4].map(() => provider.status('2100001', signal())));
      expect(graph.credentials.issued()).toBe(1);
      graph.credentials.tokens.clear();
      expect(await provider.suspend('2100001', signal())).toMatchObject({ ok: true });
      expect(graph.credentials.issued()).toBe(2);
    },
  );

  bedded('I5: only the documented status confirms a change', async ({ graph, provider }) => {
    await provider.status('2100001', signal());
    for (const status of [200, 202, 302]) {
      graph.interfere(({ path }) => (path.includes('$ref') ? { status, body: {} } : undefined));
      expect(await provider.suspend('2100001', signal())).toMatchObject({ code: 'provider/unavailable' });
      expect(await provider.resume('2100001', signal())).toMatchObject({ code: 'provider/unavailable' });
    }
  });

  bedded(
    'a change takes a quarter of an hour to reach every policy unless the settings say otherwise',
    async ({ provider }) => {
      for (const call of ['suspend', 'resume'] as const) {
        const answer = await provider[call]('2100001', signal());
        const wait = answer.ok ? Date.parse(answer.propagatingUntil ?? '') - Date.now() : 0;
        expect(wait).toBeGreaterThan(890_000);
        expect(wait).toBeLessThanOrEqual(900_000);
      }
    },
    { propagationSeconds: undefined as unknown as number },
  );

  bedded(
    'people may be found by their user name, with something after their id',
    async ({ graph, provider }) => {
      expect(await provider.suspend('2100002', signal())).toMatchObject({ ok: true });
      graph.groupMembers.add(account(6));
      expect(await provider.listSuspended(signal())).toEqual({ ok: true, people: ['2100002'], strangers: 1 });
    },
    { person: { attribute: 'userPrincipalName', suffix: '@univ.test' } },
  );

  test('a certificate signs us in; another application’s is refused', async () => {
    const ours = makeSelfSigned(secrets, 'ours');
    const theirs = makeSelfSigned(secrets, 'theirs');
    const rig = { certificatePem: readFileSync(ours.certificateFile, 'utf8') };
    const bed = await openBed({ credential: { kind: 'certificate', ...ours } }, rig);
    expect(await bed.provider.suspend('2100001', signal())).toMatchObject({ ok: true });
    const stranger = createEntraProvider({
      tenant: graphTenant,
      clientId: graphClientId,
      credential: { kind: 'certificate', ...theirs },
      group: excludedGroup,
      standIn: bed.graph.origin,
    });
    expect(await stranger.suspend('2100002', signal())).toEqual(refused);
    const mixed = { ...ours, privateKeyFile: theirs.privateKeyFile };
    await expect(openBed({ credential: { kind: 'certificate', ...mixed } }, rig)).rejects.toThrow(
      /certificate/,
    );
    await bed.stop();
  });

  test('I7: a secret that others may read is refused', async () => {
    const open = secrets.write('open-secret', secret, 0o640);
    await expect(openBed({ credential: { kind: 'secret', secretFile: open } })).rejects.toThrow(
      /open to others/,
    );
  });
});
