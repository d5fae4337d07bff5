import { afterAll, describe, expect } from 'vitest';

import { account, bedded, refused, secrets, signal } from './entra-bed.ts';

afterAll(() => secrets.remove());

describe('Entra, what a person has', () => {
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
