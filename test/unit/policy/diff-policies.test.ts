import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideExemption } from '../../../main/agent/policy/decide-exemption.ts';
import { diffPolicies } from '../../../main/cli/policy/diff-policies.ts';
import type { PolicyDocument } from '../../../main/exchange/policy-document.ts';
import { examplePolicy, policyWith } from './exempt-question.ts';
import { decide, policies, worlds } from './exempt-worlds.ts';

/** Each change as `opens code` with what it names. */
function said(before: PolicyDocument, after: PolicyDocument): string[] {
  return diffPolicies(before, after).map(({ effect, code, parameters }) =>
    [effect, code, ...Object.values(parameters)].join(' '),
  );
}

const base = examplePolicy();
const room = base.rooms[0]!;
const exempting = (change: Partial<PolicyDocument['exemption']>) => policyWith(change);
const cases: [string, PolicyDocument, string, string][] = [
  [
    'a role',
    exempting({ roles: ['student', 'staff'] }),
    'opens item-added exemption.roles staff',
    'closes item-removed exemption.roles staff',
  ],
  [
    'hours',
    exempting({ hours: [{ days: [1, 2, 3, 4, 5], from: '07:00', to: '22:00' }] }),
    'opens hours-added mon,tue,wed,thu,fri 07:00-08:00',
    'closes hours-removed mon,tue,wed,thu,fri 07:00-08:00',
  ],
  [
    'a closed day',
    exempting({ closedDays: [] }),
    'opens item-removed exemption.closedDays 2025-08-13',
    'closes item-added exemption.closedDays 2025-08-13',
  ],
  [
    'somebody always asked',
    exempting({ alwaysAsked: [] }),
    'opens item-removed exemption.alwaysAsked S9999',
    'closes item-added exemption.alwaysAsked S9999',
  ],
  [
    'somebody by name',
    exempting({ exemptPeople: ['T1'] }),
    'opens item-added exemption.exemptPeople T1',
    'closes item-removed exemption.exemptPeople T1',
  ],
  [
    'a network',
    examplePolicy({ rooms: [{ ...room, networks: ['192.0.2.0/23', '2001:db8:1::/64'] }] }),
    'opens network-added lab-1 192.0.3.0/24',
    'closes network-removed lab-1 192.0.3.0/24',
  ],
  [
    'a station',
    examplePolicy({ rooms: [{ ...room, stations: ['pc-101', 'pc-102', 'pc-9'] }] }),
    'opens station-added lab-1 pc-9',
    'closes station-removed lab-1 pc-9',
  ],
  [
    'a longer suspension',
    examplePolicy({ suspension: { ...base.suspension, maximumHours: 168 } }),
    'opens value suspension.maximumHours 72 168',
    'closes value suspension.maximumHours 168 72',
  ],
  [
    'offline work',
    examplePolicy({ offline: { maximumAgeHours: 24, maximumPeople: 9 } }),
    'opens value offline.maximumAgeHours — 24',
    'closes value offline.maximumAgeHours 24 —',
  ],
  [
    'idle time',
    examplePolicy({ session: { maximumMinutes: 180, idleMinutes: 20 } }),
    'closes value session.idleMinutes — 20',
    'opens value session.idleMinutes 20 —',
  ],
  [
    'a later end',
    examplePolicy({ validUntil: '2026-05-01T00:00:00.000Z' }),
    'opens value validUntil 2026-04-01T00:00:00.000Z 2026-05-01T00:00:00.000Z',
    'closes value validUntil 2026-05-01T00:00:00.000Z 2026-04-01T00:00:00.000Z',
  ],
];

describe('what changes is named, and which way it goes', () => {
  test.each(cases)('%s', (_what, after, forth, back) => {
    expect(said(base, after)).toContain(forth);
    expect(said(after, base)).toContain(back);
  });

  test('a list of needed groups closes when it comes and opens when it goes', () => {
    const grouped = exempting({ groups: { exempt: ['a'] } });
    expect(said(base, grouped)).toEqual(['closes section-added exemption.groups.exempt']);
    expect(said(grouped, base)).toEqual(['opens section-removed exemption.groups.exempt']);
    expect(said(grouped, exempting({ groups: { exempt: [' A'] } }))).toEqual([]);
  });

  test('other ways to write the same are no change', () => {
    const written = examplePolicy({
      issuedAt: '2025-03-21T00:00:00.000Z',
      rooms: [
        {
          ...room,
          networks: ['2001:db8:1::/65', '2001:db8:1:0:8000::/65', '192.0.2.0/25', '192.0.2.128/25'],
        },
      ],
      exemption: {
        ...base.exemption,
        hours: [
          { days: [5, 4, 3], from: '08:00', to: '22:00' },
          { days: [1, 2], from: '08:00', to: '12:00' },
          { days: [1, 2], from: '12:00', to: '22:00' },
        ],
      },
    });
    expect(said(base, written)).toEqual([]);
  });

  test('words only: nothing opens', () => {
    const worded = examplePolicy({ version: 8, contact: { ja: '窓口', en: 'Counter' } });
    expect(said(base, worded)).toEqual([
      'other value version 7 8',
      'other changed contact.ja',
      'other changed contact.en',
    ]);
  });

  test('what no comparison knows counts as opening', () => {
    const other = examplePolicy({ institution: 'other-u' });
    const hook = {
      id: 'mount',
      when: 'start' as const,
      path: '/opt/mount',
      arguments: [],
      timeoutSeconds: 5,
      whenFails: 'lock' as const,
    };
    const hooked = examplePolicy({ lab: { tiles: [], hooks: [hook], wipedFolders: [] } });
    expect(said(base, other)).toEqual(['opens changed institution']);
    expect(said(base, hooked)).toContain('opens changed lab.hooks');
  });
});

test('I6: whenever a policy lets somebody in whom the one before asked, the comparison says that it opens', () => {
  let opened = 0;
  fc.assert(
    fc.property(worlds, policies, (world, after) => {
      if (decide(world).exempt || !decide({ ...world, policy: after }).exempt) return;
      opened += 1;
      expect(diffPolicies(world.policy, after).some(({ effect }) => effect === 'opens')).toBe(true);
    }),
    { numRuns: 2000 },
  );
  expect(opened).toBeGreaterThan(20);
});

test('loopback and link-local networks are compared as the decision sees them', () => {
  const wide = examplePolicy({ rooms: [{ ...room, networks: ['0.0.0.0/0'] }] });
  const loopback = examplePolicy({ rooms: [{ ...room, networks: ['0.0.0.0/0', '127.0.0.0/8'] }] });
  expect(said(wide, loopback)).toEqual(['opens network-added lab-1 127.0.0.0/8']);
  const question = (policy: PolicyDocument) => ({
    policy: { state: 'valid' as const, policy },
    station: { name: 'pc-101', kind: 'lab' as const },
    addresses: ['127.0.0.1'],
    clock: { trusted: true, now: '2025-06-10T01:30:00.000Z', confirmedAt: '2025-06-10T01:30:00.000Z' },
    person: null,
  });
  expect([wide, loopback].map((policy) => decideExemption(question(policy)).exempt)).toEqual([false, true]);
});
