import { describe, expect, test } from 'vitest';
import { judgeNetworkDrift } from '../../../main/hub/networks/judge-network-drift.ts';
import type { ExemptNetwork } from '../../../main/provider/provider.ts';

const room = (id: string, ...networks: string[]) => ({
  id,
  label: { ja: id, en: id },
  networks,
  stations: [`${id}-1`],
});
const policy = {
  institution: 'example-u',
  rooms: [room('lab-1', '192.0.2.0/25', '10.1.0.0/16'), room('lab-2', '192.0.2.128/25', '2001:db8:2::/64')],
};
const zone = (name: string, ranges: string[], trusted = true): ExemptNetwork => ({ name, ranges, trusted });
const judge = (...networks: ExemptNetwork[]) => judgeNetworkDrift({ policy, networks });

test('addresses count, not how they are written: ranges, joint or by room', () => {
  const joint = zone('madoguchi example-u', ['192.0.2.0-192.0.2.255', '2001:0db8:2::/64']);
  expect(judge(joint)).toEqual({
    drift: [],
    unseen: [{ room: 'lab-1', network: '10.1.0.0/16' }],
    compared: ['madoguchi example-u'],
  });
  const byRoom = [
    zone('madoguchi example-u lab-1', ['192.0.2.0/25']),
    zone('madoguchi example-u lab-2', ['192.0.2.128/25', '2001:db8:2::/64']),
  ];
  expect(judge(...byRoom).drift).toEqual([]);
});

describe('what differs is named', () => {
  test('I6: the provider exempts more than the rooms have, exactly by so much', () => {
    const wide = zone('madoguchi example-u', ['192.0.2.0/24', '192.0.3.0/24', '2001:db8:2::/63']);
    expect(judge(wide).drift).toEqual([
      { kind: 'extra', zone: 'madoguchi example-u', network: '192.0.3.0/24' },
      { kind: 'extra', zone: 'madoguchi example-u', network: '2001:db8:2:1::/64' },
    ]);
  });

  test('a room that is not there, in whole or in part', () => {
    expect(judge(zone('madoguchi example-u', ['192.0.2.0/26'])).drift).toEqual([
      { kind: 'missing', room: 'lab-1', network: '192.0.2.64/26' },
      { kind: 'missing', room: 'lab-2', network: '192.0.2.128/25' },
      { kind: 'missing', room: 'lab-2', network: '2001:db8:2::/64' },
    ]);
  });

  test('a set without effect, and an entry that is no network', () => {
    const odd = zone('madoguchi example-u', ['192.0.2.0/24', '2001:db8:2::/64', 'lab'], false);
    expect(judge(odd).drift).toEqual([
      { kind: 'not-trusted', zone: 'madoguchi example-u' },
      { kind: 'unreadable', zone: 'madoguchi example-u', network: 'lab' },
    ]);
  });
});

test("other people's zones are not looked at, unless they are named", () => {
  const theirs = zone('VPN', ['192.0.2.0/24', '203.0.113.0/24', '2001:db8:2::/64']);
  expect(judge(theirs, zone('madoguchi example-university', ['203.0.113.0/24'])).compared).toEqual([]);
  expect(judgeNetworkDrift({ policy, networks: [theirs], zones: ['VPN'] }).drift).toEqual([
    { kind: 'extra', zone: 'VPN', network: '203.0.113.0/24' },
  ]);
});
