import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entraLocation, oktaZone, zoneSets } from '../../../main/cli/policy/export-zones.ts';
import { readRange } from '../../../main/exchange/network-ranges.ts';
import { judgeNetworkDrift } from '../../../main/hub/networks/judge-network-drift.ts';
import type { Provider } from '../../../main/provider/provider.ts';
import { readVendorDescription, type VendorDescription } from '../../rigs/vendor-description.ts';
import { secrets as entraSecrets, openBed as openEntra } from './entra-bed.ts';
import { secrets as oktaSecrets, openBed as openOkta } from './okta-bed.ts';

const rigs = join(import.meta.dirname, '..', '..', 'rigs');
const room = (id: string, ...networks: string[]) => ({
  id,
  label: { ja: id, en: id },
  networks,
  stations: [`${id}-1`],
});
/** Public networks of both families, a private one, neighbours that become one run, and an id as long as ids may be. */
const policy = {
  institution: 'example-u',
  rooms: [
    room('lab-1', '192.0.2.0/25', '2001:db8:1::/64', '10.1.0.0/16'),
    room('lab-2', '192.0.2.128/26', '203.0.113.7/32'),
    room('l'.repeat(64), '198.51.100.0/24', '2001:db8:2::1/128'),
  ],
};
const ways: [name: string, Parameters<typeof zoneSets>[1]][] = [
  ['by room', { rooms: null, joint: false, addresses: [] }],
  ['joint', { rooms: null, joint: true, addresses: [] }],
];
const outer = [readRange('203.0.113.9')].filter((range) => range !== null);

afterAll(() => {
  oktaSecrets.remove();
  entraSecrets.remove();
});

/** What a hub makes of the provider's answer, after somebody sent the exported bodies there. */
async function driftOf(provider: Provider) {
  const answer = await provider.exemptNetworks?.list(AbortSignal.timeout(10_000));
  if (answer?.ok !== true) throw new Error(JSON.stringify(answer));
  return judgeNetworkDrift({ policy, networks: answer.networks });
}

describe('exported for Okta', () => {
  let described: VendorDescription;
  beforeAll(async () => {
    described = await readVendorDescription(join(rigs, 'okta-management', 'okta-management.yaml'));
  });

  test.each(ways)('%s: each body fits Okta’s description of an IP zone', (_name, way) => {
    const bodies = zoneSets(policy, way).sets.map(oktaZone);
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) {
      expect(described.complaintsAbout('IPNetworkZone', body)).toBeNull();
      if ('code' in body) continue;
      for (const gateway of body.gateways)
        expect(described.complaintsAbout('NetworkZoneAddress', gateway)).toBeNull();
    }
  });

  test('the description tells what is no zone: a wrong kind, a name that is too long, a property of nobody’s', () => {
    const [good] = zoneSets(policy, { rooms: ['lab-1'], joint: false, addresses: outer }).sets.map(oktaZone);
    expect(described.complaintsAbout('IPNetworkZone', good)).toBeNull();
    for (const wrong of [{ type: 'IPS' }, { usage: 'EXEMPT' }, { name: 'z'.repeat(129) }, { gateway: [] }])
      expect(described.complaintsAbout('IPNetworkZone', { ...good, ...wrong })).not.toBeNull();
  });

  test.each(ways)('%s: once created there, the hub finds no drift', async (_name, way) => {
    const zones = zoneSets(policy, way).sets.map((set, place) => ({ id: `nzo${place}`, ...oktaZone(set) }));
    const { provider, stop } = await openOkta({ readsNetworks: true }, { zones });
    try {
      const judged = await driftOf(provider);
      expect(judged.drift).toEqual([]);
      expect(judged.compared).toEqual(zones.map((zone) => ('name' in zone ? zone.name : '')));
    } finally {
      await stop();
    }
  });
});

describe('exported for Entra', () => {
  let described: VendorDescription;
  beforeAll(async () => {
    described = await readVendorDescription(join(rigs, 'graph', 'graph.yaml'));
  });

  test.each(ways)('%s: each body fits Graph’s description of a named location', (_name, way) => {
    const bodies = zoneSets(policy, way).sets.map(entraLocation);
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) {
      expect(described.complaintsAbout('microsoft.graph.ipNamedLocation', body)).toBeNull();
      if ('code' in body) continue;
      for (const range of body.ipRanges) {
        const named = range['@odata.type'].slice(1);
        expect(described.complaintsAbout(named, range)).toBeNull();
      }
    }
  });

  test('the description tells what is no location: a wrong shape, a property of nobody’s', () => {
    const [good] = zoneSets(policy, { rooms: ['lab-1'], joint: false, addresses: outer }).sets.map(
      entraLocation,
    );
    expect(described.complaintsAbout('microsoft.graph.ipNamedLocation', good)).toBeNull();
    for (const wrong of [{ isTrusted: 'yes' }, { ipRanges: ['192.0.2.0/24'] }, { trusted: true }])
      expect(
        described.complaintsAbout('microsoft.graph.ipNamedLocation', { ...good, ...wrong }),
      ).not.toBeNull();
  });

  test.each(ways)('%s: once created there, the hub finds no drift', async (_name, way) => {
    const locations = zoneSets(policy, way).sets.map(entraLocation);
    const { provider, stop } = await openEntra({ readsNetworks: true }, { locations });
    try {
      const judged = await driftOf(provider);
      expect(judged.drift).toEqual([]);
      expect(judged.compared).toEqual(
        locations.map((location) => ('displayName' in location ? location.displayName : '')),
      );
    } finally {
      await stop();
    }
  });
});
