import { describe, expect, test } from 'vitest';
import { entraLocation, oktaZone, zoneSets } from '../../../main/cli/policy/export-zones.ts';
import { readProviderZones } from '../../../main/cli/policy/provider-zones.ts';
import { type AddressRange, readRange } from '../../../main/exchange/network-ranges.ts';
import { judgeNetworkDrift } from '../../../main/hub/networks/judge-network-drift.ts';

const room = (id: string, ...networks: string[]) => ({
  id,
  label: { ja: id, en: id },
  networks,
  stations: [`${id}-1`],
});
const policy = {
  institution: 'example-u',
  rooms: [
    room('lab-1', '192.0.2.0/25', '10.1.0.0/16', '2001:db8:1::/64'),
    room('lab-2', '192.0.2.128/26', '127.0.0.0/8'),
    room('lab-3', '172.16.0.0/12'),
  ],
};
const all = { rooms: null, joint: false, addresses: [] };
const ranges = (...texts: string[]): AddressRange[] => texts.map(readRange).filter((range) => range !== null);

describe('rooms as the provider sees them', () => {
  test('one each; private networks are left out and named; a room without any is not there', () => {
    const { sets, unseen } = zoneSets(policy, all);
    expect(sets.map(oktaZone)).toEqual([
      {
        type: 'IP',
        name: 'madoguchi example-u lab-1',
        status: 'ACTIVE',
        usage: 'POLICY',
        gateways: [
          { type: 'CIDR', value: '192.0.2.0/25' },
          { type: 'CIDR', value: '2001:db8:1::/64' },
        ],
        proxies: null,
      },
      {
        type: 'IP',
        name: 'madoguchi example-u lab-2',
        status: 'ACTIVE',
        usage: 'POLICY',
        gateways: [{ type: 'CIDR', value: '192.0.2.128/26' }],
        proxies: null,
      },
    ]);
    expect(unseen.map((problem) => Object.values(problem).join(' '))).toEqual([
      'unseen lab-1 10.1.0.0/16',
      'unseen lab-2 127.0.0.0/8',
      'unseen lab-3 172.16.0.0/12',
    ]);
  });

  test('joint: neighbours become one run, as a range for Okta and as networks for Entra', () => {
    const joint = zoneSets(policy, { ...all, joint: true }).sets[0]!;
    expect(oktaZone(joint)).toMatchObject({
      name: 'madoguchi example-u',
      gateways: [
        { type: 'RANGE', value: '192.0.2.0-192.0.2.191' },
        { type: 'CIDR', value: '2001:db8:1::/64' },
      ],
    });
    expect(entraLocation(joint)).toEqual({
      '@odata.type': '#microsoft.graph.ipNamedLocation',
      displayName: 'madoguchi example-u',
      isTrusted: true,
      ipRanges: [
        { '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.0/25' },
        { '@odata.type': '#microsoft.graph.iPv4CidrRange', cidrAddress: '192.0.2.128/26' },
        { '@odata.type': '#microsoft.graph.iPv6CidrRange', cidrAddress: '2001:db8:1::/64' },
      ],
    });
  });

  test('addresses of the outside stand for private networks', () => {
    const { sets, unseen } = zoneSets(policy, {
      rooms: ['lab-3'],
      joint: false,
      addresses: ranges('203.0.113.7'),
    });
    expect(sets.map(oktaZone)).toMatchObject([{ gateways: [{ type: 'CIDR', value: '203.0.113.7/32' }] }]);
    expect(unseen).toEqual([]);
  });

  test('limits of the providers are said instead of broken', () => {
    const many = ranges(...Array.from({ length: 151 }, (_, n) => `198.18.${n}.1`));
    expect(oktaZone({ name: 'z', ranges: many })).toEqual({
      code: 'too-many',
      name: 'z',
      count: 151,
      maximum: 150,
    });
    expect(entraLocation({ name: 'z', ranges: ranges('44.0.0.0/8') })).toEqual({
      code: 'too-wide',
      network: '44.0.0.0/8',
    });
    const longest = zoneSets(
      { institution: 'u'.repeat(64), rooms: [room('l'.repeat(64), '192.0.2.0/24')] },
      all,
    );
    expect(longest.sets.map(oktaZone)).toMatchObject([{ code: 'long-name', maximum: 128 }]);
  });
});

describe('what a provider answered', () => {
  test('what was exported and created agrees with the policy, at both', () => {
    const { sets } = zoneSets(policy, all);
    const zones = sets.map((set, n) => ({
      id: `nzo${n}`,
      system: false,
      created: '2026-01-01T00:00:00Z',
      ...oktaZone(set),
    }));
    const locations = {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata',
      value: sets.map((set, n) => ({
        id: `${n}`,
        createdDateTime: '2026-01-01T00:00:00Z',
        ...entraLocation(set),
      })),
    };
    for (const answer of [zones, locations]) {
      const networks = readProviderZones(JSON.stringify(answer)) ?? [];
      expect(judgeNetworkDrift({ policy, networks })).toMatchObject({ drift: [], compared: { length: 2 } });
    }
  });

  test('inactive zones, blocklists and untrusted locations have no effect; other kinds are no networks', () => {
    const okta = [
      {
        name: 'a',
        type: 'IP',
        status: 'INACTIVE',
        usage: 'POLICY',
        gateways: [{ type: 'RANGE', value: '192.0.2.1-192.0.2.9' }],
      },
      { name: 'b', type: 'IP', status: 'ACTIVE', usage: 'BLOCKLIST', gateways: null },
      { name: 'c', type: 'DYNAMIC', status: 'ACTIVE', usage: 'POLICY', locations: [{ country: 'JP' }] },
    ];
    expect(readProviderZones(JSON.stringify(okta))).toEqual([
      { name: 'a', ranges: ['192.0.2.1-192.0.2.9'], trusted: false },
      { name: 'b', ranges: [], trusted: false },
    ]);
    const graph = {
      value: [
        {
          '@odata.type': '#microsoft.graph.countryNamedLocation',
          displayName: 'Japan',
          countriesAndRegions: ['JP'],
        },
        {
          '@odata.type': '#microsoft.graph.ipNamedLocation',
          displayName: 'x',
          isTrusted: false,
          ipRanges: [],
        },
      ],
    };
    expect(readProviderZones(JSON.stringify(graph))).toEqual([{ name: 'x', ranges: [], trusted: false }]);
  });

  test.each(['', '{', '{}', '[1]', '{"value":[{}]}', 'null'])('%s is neither', (text) => {
    expect(readProviderZones(text)).toBeNull();
  });
});
