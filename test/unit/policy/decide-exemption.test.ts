import { describe, expect, test } from 'vitest';
import { decideExemption, type ExemptionQuestion } from '../../../main/agent/policy/decide-exemption.ts';
import type { PolicyFailure } from '../../../main/agent/ports.ts';
import type { ExemptionReasonCode } from '../../../preload/contract/models/lab.ts';
import { exemptionDecision } from '../../../preload/contract/models/lab.ts';
import { examplePolicy, exemptQuestion, policyWith, tuesdayMorning } from './exempt-question.ts';

const failures: readonly PolicyFailure[] = [
  'policy-missing',
  'policy-signature',
  'policy-expired',
  'policy-not-yet-valid',
  'policy-rolled-back',
  'policy-other-institution',
];

function valid(policy = examplePolicy()): ExemptionQuestion['policy'] {
  return { state: 'valid', policy };
}

function clockAt(now: string): ExemptionQuestion['clock'] {
  return { trusted: true, now, confirmedAt: now };
}

function against(question: ExemptionQuestion): ExemptionReasonCode[] {
  const decision = exemptionDecision.parse(decideExemption(question));
  const codes = decision.reasons.filter((reason) => !reason.holds).map((reason) => reason.code);
  expect(decision.exempt).toBe(codes.length === 0);
  return codes;
}

describe('an exempt answer', () => {
  test('gives every reason in order, with the written rationale', () => {
    const decision = decideExemption(exemptQuestion());
    expect(decision.exempt).toBe(true);
    expect(decision.reasons.map((reason) => reason.code)).toEqual([
      'policy-valid',
      'station-enrolled',
      'clock-trusted',
      'room-known',
      'network-inside-room',
      'within-hours',
      'role-exempt',
    ]);
    expect(decision).toMatchObject({
      policyVersion: 7,
      rationale: { en: 'Supervised laboratory' },
      contact: { en: 'Computing centre' },
      decidedAt: tuesdayMorning,
    });
    expect(decision.reasons[5]?.parameters).toEqual({ until: '22:00', timeZone: 'Asia/Tokyo' });
  });

  test('about the place alone says nothing of a role', () => {
    const decision = decideExemption(exemptQuestion({ person: null }));
    expect(decision.exempt).toBe(true);
    expect(decision.reasons.at(-1)?.code).toBe('within-hours');
  });
});

describe('I6: each single failing condition refuses, and says so', () => {
  const policy = examplePolicy();
  const room = policy.rooms[0]!;
  const cases: [ExemptionReasonCode, Partial<ExemptionQuestion>][] = [
    ...failures.map((reason): [ExemptionReasonCode, Partial<ExemptionQuestion>] => [
      reason,
      { policy: { state: 'invalid', reason, policy } },
    ]),
    ['station-unenrolled', { station: { name: 'pc-101', kind: 'counter' } }],
    ['clock-untrusted', { clock: { ...clockAt(tuesdayMorning), trusted: false, reason: 'never-confirmed' } }],
    ['room-unknown', { station: { name: 'pc-999', kind: 'lab' } }],
    ['room-unknown', { station: { name: 'PC-101', kind: 'lab' } }],
    ['network-outside-room', { addresses: ['198.51.100.4'] }],
    ['network-outside-room', { addresses: [] }],
    ['outside-hours', { clock: clockAt('2025-06-10T13:00:00.000Z') }],
    ['outside-hours', { clock: clockAt('2025-06-14T01:30:00.000Z') }],
    ['outside-hours', { policy: valid(policyWith({ timeZone: 'Asia/Atlantis' })) }],
    ['outside-hours', { policy: valid(policyWith({ hours: [] })) }],
    ['closed-day', { clock: clockAt('2025-08-12T23:30:00.000Z') }],
    ['role-not-exempt', { person: { id: 'S1001', roles: [], groups: [] } }],
    ['role-not-exempt', { person: { id: 'S1001', roles: ['guest'], groups: [] } }],
    ['role-not-exempt', { person: { id: 'S1001', roles: ['student', 'staff'], groups: [] } }],
    ['person-always-asked', { person: { id: 'S9999', roles: ['student'], groups: [] } }],
    [
      'network-outside-room',
      {
        policy: valid({
          ...policy,
          rooms: [room, { ...room, id: 'lab-2', networks: ['203.0.113.0/24'] }],
        }),
      },
    ],
  ];
  test.each(cases)('%s (%#)', (code, changes) => {
    expect(against(exemptQuestion(changes))).toEqual([code]);
  });

  test.each(failures)('%s without a policy to show: place and person are not asked', (reason) => {
    const decision = decideExemption(exemptQuestion({ policy: { state: 'invalid', reason, policy: null } }));
    expect(decision.exempt).toBe(false);
    expect(decision.reasons.map(({ code }) => code)).toEqual([reason, 'station-enrolled', 'clock-trusted']);
    expect(decision).toMatchObject({ policyVersion: null, rationale: null, contact: null });
  });

  test('an unenrolled machine is in no room', () => {
    expect(against(exemptQuestion({ station: null }))).toEqual(['station-unenrolled', 'room-unknown']);
  });

  test('every failing condition is listed, not only the first', () => {
    expect(
      against(
        exemptQuestion({
          policy: { state: 'invalid', reason: 'policy-expired', policy },
          clock: { ...clockAt('2025-08-13T13:00:00.000Z'), trusted: false },
          addresses: ['198.51.100.4'],
          person: { id: 'S9999', roles: ['staff'], groups: [] },
        }),
      ),
    ).toEqual([
      'policy-expired',
      'clock-untrusted',
      'network-outside-room',
      'outside-hours',
      'closed-day',
      'role-not-exempt',
      'person-always-asked',
    ]);
  });
});

describe('groups and people by name', () => {
  const member = (...groups: string[]) => ({ id: 'S1001', roles: ['student' as const], groups });
  const codes = (exemption: Parameters<typeof policyWith>[0], person: ExemptionQuestion['person']) =>
    decideExemption(exemptQuestion({ policy: valid(policyWith(exemption)), person })).reasons.slice(6);
  const named = { groups: { exempt: ['Lab users', 'cn=Seminar, ou=groups'], asked: ['Web admins'] } };

  test.each<[string, ReturnType<typeof member>, readonly unknown[]]>([
    [
      'one needed group is enough',
      member('x', 'lab users'),
      [{ code: 'group-exempt', holds: true, parameters: { group: 'Lab users' } }],
    ],
    [
      'spaces and case of a distinguished name say nothing',
      member('CN=Seminar,OU=Groups'),
      [{ code: 'group-exempt', holds: true, parameters: { group: 'cn=Seminar, ou=groups' } }],
    ],
    [
      'without one of them it is refused',
      member('Lab users 2', 'cn=Lab users'),
      [{ code: 'group-not-exempt', holds: false }],
    ],
    [
      'I6: in both, the person is asked',
      member('LAB  USERS', 'ＷＥＢ admins'),
      [
        { code: 'group-exempt', holds: true, parameters: { group: 'Lab users' } },
        { code: 'group-asked', holds: false, parameters: { group: 'Web admins' } },
      ],
    ],
  ])('%s', (_what, person, expected) => {
    expect(codes(named, person)).toEqual([
      { code: 'role-exempt', holds: true, parameters: { roles: 'student' } },
      ...expected,
    ]);
  });

  test('somebody exempt by name needs no role and no group, and still the place', () => {
    const policy = valid(policyWith({ ...named, exemptPeople: ['T7'] }));
    const person = { id: 'T7', roles: ['staff' as const], groups: ['Web admins'] };
    expect(codes({ ...named, exemptPeople: ['T7'] }, person)).toEqual([
      { code: 'person-exempt', holds: true },
    ]);
    expect(against(exemptQuestion({ policy, person }))).toEqual([]);
    expect(against(exemptQuestion({ policy, person, addresses: ['198.51.100.4'] }))).toEqual([
      'network-outside-room',
    ]);
    expect(against(exemptQuestion({ policy, person: { ...person, id: 't7' } }))).toEqual([
      'role-not-exempt',
      'group-not-exempt',
      'group-asked',
    ]);
  });

  test('I6: always asked wins over exempt by name, however the id is written', () => {
    const policy = valid(policyWith({ exemptPeople: ['S9999', 's1'], alwaysAsked: ['s9999', 'S1'] }));
    for (const id of ['S9999', 's1'])
      expect(against(exemptQuestion({ policy, person: { id, roles: [], groups: [] } }))).toEqual([
        'person-always-asked',
      ]);
  });

  test('I6: a directory that does not tell groups exempts nobody where the policy speaks of them', () => {
    const person = { id: 's1', roles: ['student' as const], groups: null };
    for (const groups of [{ asked: ['Web admins'] }, { exempt: ['Lab users'] }, { exempt: [] }])
      expect(against(exemptQuestion({ policy: valid(policyWith({ groups })), person }))).toEqual([
        'groups-unknown',
      ]);
    for (const groups of [undefined, { asked: [] }])
      expect(
        against(
          exemptQuestion({ policy: valid(policyWith(groups === undefined ? {} : { groups })), person }),
        ),
      ).toEqual([]);
  });

  test('I6: a list of groups that was emptied exempts nobody', () => {
    const policy = valid(policyWith({ groups: { exempt: [] } }));
    expect(against(exemptQuestion({ policy }))).toEqual(['group-not-exempt']);
  });
});

test('a station named in two rooms is exempt only inside the networks of both', () => {
  const policy = examplePolicy();
  const room = policy.rooms[0]!;
  const both = valid({
    ...policy,
    rooms: [room, { ...room, id: 'lab-2', networks: ['192.0.2.16/28'] }],
  });
  expect(against(exemptQuestion({ policy: both }))).toEqual([]);
  expect(against(exemptQuestion({ policy: both, addresses: ['192.0.2.40'] }))).toEqual([
    'network-outside-room',
  ]);
});
