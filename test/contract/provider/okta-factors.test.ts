import { afterAll, describe, expect } from 'vitest';

import { temporaryCodeAuthenticator } from '../../rigs/okta-management/okta-management.ts';

import { account, bedded, secrets, signal } from './okta-bed.ts';

afterAll(() => secrets.remove());

describe('Okta, what a person has', () => {
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
