import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { createEntraProvider } from '../../../main/provider/entra/entra.ts';
import {
  excludedGroup,
  type GraphMethod,
  type GraphPerson,
  type Interference,
  startGraph,
} from '../../rigs/graph/graph.ts';
import { graphClientId, graphTenant } from '../../rigs/graph/graph-token-endpoint.ts';
import { makeSecretFolder, makeSelfSigned } from '../../rigs/key-files.ts';
import { describesProvider } from './provider-suite.ts';

const secrets = makeSecretFolder();
const secret = 'Q~an-application-secret';
const secretFile = secrets.write('entra-secret', `${secret}\n`);
afterAll(() => secrets.remove());

const account = (place: number) => `0000000${place}-0000-4000-8000-000000000000`;
const method = (kind: string, id: string, more: object = {}): GraphMethod => ({
  '@odata.type': `#microsoft.graph.${kind}AuthenticationMethod`,
  id,
  ...more,
});
const person = (place: number, more: Partial<GraphPerson> = {}): GraphPerson => ({
  id: account(place),
  employeeId: `210000${place}`,
  userPrincipalName: `210000${place}@univ.test`,
  ...more,
});
const people: readonly GraphPerson[] = [
  person(1, {
    methods: [
      method('password', '28c10230-6103-485e-b985-444c60001490', { password: null }),
      method('phone', '3179e48a-750b-4051-897c-87b9720928f7', {
        phoneNumber: '+81 9012341337',
        phoneType: 'mobile',
        smsSignInState: 'notSupported',
      }),
      method('phone', 'e37fc753-ff3b-4958-9484-eaa9425c82bc', {
        phoneNumber: '+81 312345678',
        phoneType: 'office',
      }),
      method('email', '3ddfcfc8-9383-446f-83cc-3ab9be4be18f', { emailAddress: 'sakura@example.test' }),
      method('fido2', '-2_GRUg2-HYz6_1YG4YRAQ2', {
        displayName: 'Blue key',
        model: 'NFC',
        createdDateTime: '2026-04-02T03:04:05Z',
      }),
      method('microsoftAuthenticator', '6803c096-c83b-4d5e-8a0d-2a5b1c2f1d6a', {
        displayName: 'さくらの電話',
      }),
      method('softwareOath', 'b172893e-893f-42a8-8a8d-0a5d8c3f6c11', { secretKey: null }),
      method('windowsHelloForBusiness', 'b5e01f81-1f94-4b5c-9a1f-3b0a0a6b2c7d', {
        displayName: '研究室のパソコン',
      }),
      method('qrCodePin', '11111111-1111-4111-8111-111111111111'),
    ],
  }),
  person(2),
  person(3, { employeeId: '2100003' }),
  person(4, { employeeId: '2100003' }),
  person(5, { employeeId: "O'Hara5", accountEnabled: false }),
  person(6, { employeeId: null, userPrincipalName: 'break-glass@univ.onmicrosoft.test' }),
];

type Settings = Parameters<typeof createEntraProvider>[0];
type Rig = Parameters<typeof startGraph>[0];
async function openBed(more: Partial<Settings> = {}, rig: Partial<Rig> = {}) {
  const graph = await startGraph({ people, secret, ...rig });
  const provider = createEntraProvider({
    tenant: graphTenant,
    clientId: graphClientId,
    credential: { kind: 'secret', secretFile },
    group: excludedGroup,
    timeoutMilliseconds: 2500,
    propagationSeconds: 0,
    standIn: graph.origin,
    ...more,
  });
  return { graph, provider, stop: () => graph.stop() };
}
const signal = () => AbortSignal.timeout(10_000);
const api =
  (answer: Interference): Interference =>
  (request) =>
    request.path.startsWith('/v1.0/') ? answer(request) : undefined;
const refused = { ok: false, code: 'provider/refused' };

describe('Entra', () => {
  describe('what every provider promises', () => {
    describesProvider(async () => {
      const { graph, provider, stop } = await openBed();
      return {
        provider,
        people: ['2100001', '2100002'],
        unknown: '2999999',
        isExempt: (id) =>
          graph.groupMembers.has(people.find(({ employeeId }) => employeeId === id)?.id ?? ''),
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
          heal: () => graph.interfere(null),
        },
        stop,
      };
    }, ['throttle', 'fail', 'hang', 'cut', 'babble', 'expireCredential', 'takeRights']);
  });

  const bedded = (
    name: string,
    run: (bed: Awaited<ReturnType<typeof openBed>>) => Promise<void>,
    more: Partial<Settings> = {},
    rig: Partial<Rig> = {},
  ) =>
    test(name, async () => {
      const bed = await openBed(more, rig);
      try {
        await run(bed);
      } finally {
        await bed.stop();
      }
    });

  bedded(
    'factors: which count, masked; the password is none, mail and the unheard-of don’t count',
    async ({ provider }) => {
      const answer = await provider.factors?.('2100001', signal());
      if (answer?.ok !== true) throw new Error('no factors');
      expect(answer.factors.map(({ kind, counts, label }) => [kind, counts, label])).toEqual([
        ['sms', true, '••••1337'],
        ['voice', true, '••••5678'],
        ['mail', false, 's••••@example.test'],
        ['passkey', true, 'Blue key'],
        ['push', true, 'さくらの電話'],
        ['totp', true, ''],
        ['platform', true, '研究室のパソコン'],
        ['other', false, ''],
      ]);
      expect(answer.factors[3]?.registeredAt).toBe('2026-04-02T03:04:05Z');
    },
  );

  bedded(
    'each kind of method is removed at its own address; one that is gone is a success',
    async ({ graph, provider }) => {
      const before = await provider.factors?.('2100001', signal());
      const ids = before?.ok ? before.factors.map(({ id }) => id) : [];
      for (const id of ids.slice(0, -1)) {
        expect(await provider.resetFactor?.('2100001', id, signal()), id).toEqual({
          ok: true,
          propagatingUntil: null,
        });
        expect(await provider.resetFactor?.('2100001', id, signal()), id).toMatchObject({ ok: true });
      }
      expect(graph.people.get(account(1))?.methods?.map(({ id }) => id)).toEqual([
        '28c10230-6103-485e-b985-444c60001490',
        '11111111-1111-4111-8111-111111111111',
      ]);
      const nobody = await provider.resetFactor?.('2999999', ids[0] ?? '', signal());
      expect(nobody).toMatchObject({ code: 'provider/unknown-person' });
      for (const id of [
        ids.at(-1) ?? '',
        'passwordMethods/28c10230-6103-485e-b985-444c60001490',
        'phoneMethods/..',
        'phoneMethods/a/b',
        '',
      ])
        expect(await provider.resetFactor?.('2100001', id, signal()), id).toEqual(refused);
    },
  );

  bedded(
    'a Temporary Access Pass for so many minutes; it is no factor of theirs',
    async ({ graph, provider }) => {
      const answer = await provider.temporaryCode?.('2100002', 480, signal());
      expect(answer).toMatchObject({ ok: true, code: graph.passes.get(account(2)) });
      const minutes = answer?.ok ? (Date.parse(answer.validUntil) - Date.now()) / 60_000 : 0;
      expect(minutes).toBeGreaterThan(479);
      expect(minutes).toBeLessThanOrEqual(480);
      await provider.temporaryCode?.('2100002', 60, signal());
      const factors = await provider.factors?.('2100002', signal());
      expect(factors?.ok && factors.factors.map(({ counts }) => counts)).toEqual([false]);
      for (const wrong of [9, 43_201, 30.5])
        expect(await provider.temporaryCode?.('2100002', wrong, signal())).toEqual(refused);
      const nobody = await provider.temporaryCode?.('2999999', 60, signal());
      expect(nobody).toMatchObject({ code: 'provider/unknown-person' });
    },
  );

  bedded('sessions end', async ({ graph, provider }) => {
    expect(await provider.endSessions?.('2100002', signal())).toEqual({ ok: true, propagatingUntil: null });
    expect(graph.endedSessions).toEqual([account(2)]);
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
    'a long list is read page by page; members without a number are left alone',
    async ({ graph, provider }) => {
      for (const place of [1, 2, 3, 5, 6]) graph.groupMembers.add(account(place));
      const expected = ['2100001', '2100002', '2100003', "O'Hara5"];
      expect(await provider.listSuspended(signal())).toEqual({ ok: true, people: expected });
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
    'named locations: which addresses, and which are trusted',
    async ({ provider }) => {
      expect(await provider.exemptNetworks?.list(signal())).toEqual({
        ok: true,
        networks: [
          { name: '実習室', ranges: ['192.0.2.0/24', '2001:db8::/48'], trusted: true },
          { name: 'Watched only', ranges: ['203.0.113.0/24'], trusted: false },
          { name: 'Japan', ranges: [], trusted: false },
        ],
      });
    },
    { readsNetworks: true },
    {
      locations: [
        location('実習室', true, ['192.0.2.0/24', '2001:db8::/48']),
        location('Watched only', false, ['203.0.113.0/24']),
        {
          '@odata.type': '#microsoft.graph.countryNamedLocation',
          displayName: 'Japan',
          countriesAndRegions: ['JP'],
          includeUnknownCountriesAndRegions: false,
        },
      ],
    },
  );

  bedded(
    'people may be found by their user name, with something after their id',
    async ({ graph, provider }) => {
      expect(await provider.suspend('2100002', signal())).toMatchObject({ ok: true });
      graph.groupMembers.add(account(6));
      expect(await provider.listSuspended(signal())).toEqual({ ok: true, people: ['2100002'] });
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

function location(displayName: string, isTrusted: boolean, ranges: readonly string[]) {
  return {
    '@odata.type': '#microsoft.graph.ipNamedLocation',
    displayName,
    isTrusted,
    ipRanges: ranges.map((cidrAddress) => ({
      '@odata.type': `#microsoft.graph.i${cidrAddress.includes(':') ? 'Pv6' : 'Pv4'}CidrRange`,
      cidrAddress,
    })),
  };
}
